import { redirect } from 'next/navigation';
import { requireSession } from '@/app/session';
import { may } from '@/lib/access';

export default async function SettingsPage() {
  const { user } = await requireSession('/settings');
  redirect(may(user.role, 'users.write') ? '/settings/people' : '/settings/account');
}
