import { ChevronRight } from 'lucide-react';
import { Fragment } from 'react';
import { formatNumber } from '../format/number';
import { WaitBar } from '../ui/bars';
import { ButtonLink } from '../ui/button';
import { Link } from '../ui/link';
import { TimeText } from '../ui/time-text';
import { type EvidencePart, evidenceWords, type ReasonGroup } from './reason-words';

/** Evidence with its names in mono. */
export function Evidence({ parts }: { parts: readonly EvidencePart[] }) {
  return parts.map((part) => (
    <Fragment key={part.text}>{part.mono === true ? <code className="text-12">{part.text}</code> : part.text}</Fragment>
  ));
}

/** One reason for waiting: how many, why, since when and after what, the proof, and where to look. */
export function ReasonCard({
  group,
  largest,
  after,
  jobsHref,
  look,
}: {
  group: ReasonGroup;
  /** Count of the largest card, to which the bar is proportional. */
  largest: number;
  /** What changed before it began, in words. */
  after: string | null;
  jobsHref: string;
  look: { label: string; href: string } | null;
}) {
  const queues = group.queues.length > 1 ? group.queues : [];
  return (
    <li className="relative flex min-w-0 items-start gap-3 border-b border-ln2 px-3.5 py-2.5 last:border-b-0">
      <span className="num w-12 shrink-0 pt-2 text-right text-15 font-semibold text-tx0 max-md:pt-0">
        {formatNumber(group.count)}
      </span>
      <div className="min-w-0 flex-1">
        <p className="text-13">
          <Link href={jobsHref} className="font-semibold text-tx0 hover:underline">
            {group.title}
          </Link>
          <span className="ml-2 text-12 text-tx2 max-md:ml-0 max-md:block">
            since <TimeText at={group.since} style="short" />
            {after !== null && `, ${after}`}
          </span>
        </p>
        <p
          className="truncate text-12 text-tx2 max-md:whitespace-normal"
          title={queues.map((queue) => `${queue.count} of ${queue.name}`).join(', ')}
        >
          <Evidence parts={evidenceWords(group.cause, group.evidence)} />
          {queues.length > 0 && (
            <>
              {': '}
              {queues
                .slice(0, 3)
                .map((queue) => `${formatNumber(queue.count)} of ${queue.name}`)
                .join(', ')}
              {queues.length > 3 && ` and ${queues.length - 3} more`}
            </>
          )}
          {queues.length === 0 && group.queues[0] !== undefined && (
            <span className="text-tx3t"> · {group.queues[0].name}</span>
          )}
        </p>
        <div className="mt-1.5">
          <WaitBar value={group.count} max={largest} />
        </div>
      </div>
      {look === null ? (
        <ChevronRight size={15} strokeWidth={1.75} className="mt-1 shrink-0 text-tx3 md:hidden" aria-hidden />
      ) : (
        <ButtonLink size="panel" href={look.href} className="max-md:hidden">
          {look.label}
        </ButtonLink>
      )}
    </li>
  );
}
