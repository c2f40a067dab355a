import type { ReactNode } from 'react';
import { type Crumb, PageFrame } from '@/components/shell/page-frame';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel } from '@/components/ui/panel';
import { may, type Permission, rolesThatMay, type SignedIn } from '@/lib/access';

/** One value of a search parameter; empty where it is missing or stands twice. */
export const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : '');

/** The page of a form: its crumbs, and instead of the form who may where this person may not. */
export function FormPage({
  title,
  crumbs,
  signedIn,
  back,
  missing,
  tools,
  permission = 'resources.write',
  children,
}: {
  title: string;
  crumbs: readonly Crumb[];
  signedIn: SignedIn;
  back: { label: string; href: string };
  /** What is not there, where the form has nothing to change. */
  missing?: string | undefined;
  /** What stands in the top bar. */
  tools?: ReactNode;
  permission?: Permission;
  children: ReactNode;
}) {
  const isAllowed = may(signedIn.user.role, permission);
  if (isAllowed && missing === undefined)
    return (
      <PageFrame crumbs={crumbs} tools={tools} primary={null}>
        {children}
      </PageFrame>
    );
  return (
    <PageFrame crumbs={crumbs} primary={null}>
      <Panel title={title} flush>
        <EmptyState
          title={isAllowed ? (missing ?? '') : `This needs the role ${rolesThatMay(permission).join(' or ')}.`}
          action={<ButtonLink href={back.href}>{back.label}</ButtonLink>}
        >
          {isAllowed ? 'It was deleted, or never stood here.' : `Yours is ${signedIn.user.role}.`}
        </EmptyState>
      </Panel>
    </PageFrame>
  );
}
