import { TimeText } from '../ui/time-text';
import { Tag, type VerdictTone } from '../ui/verdict';

/** A verdict with its since: `blocked since 13:54`. */
export function VerdictTag({ tone, word, since }: { tone: VerdictTone; word: string; since: number | null }) {
  return (
    <Tag tone={tone} icon={tone === 'ok' || tone === 'bad'}>
      {word}
      {since !== null && (
        <>
          {' since '}
          <TimeText at={since} style="short" />
        </>
      )}
    </Tag>
  );
}
