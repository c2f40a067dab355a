import { visibleText } from '@/lib/batch';

/**
 * A text that somebody else wrote, among other text: hidden signs in it are named, and its direction ends where it ends.
 * Breaks long words by the class of what it stands in.
 */
export function UserText({ text }: { text: string }) {
  return <bdi>{visibleText(text)}</bdi>;
}
