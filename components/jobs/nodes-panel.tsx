import type { ReactNode } from 'react';
import { visibleText } from '@/lib/batch';
import type { JobPage, NodeRow } from '@/lib/history';
import { useConnection } from '../data/connection';
import { formatDuration } from '../format/duration';
import { formatMoney, parseNanoUsd } from '../format/money';
import { formatCount, formatMemory } from '../format/number';
import { Link } from '../ui/link';
import { Panel } from '../ui/panel';
import { StatusPill } from '../ui/status';
import { UserText } from '../ui/user-text';
import { Tag } from '../ui/verdict';
import { jobHref } from './job-outcome';

function ranWords(node: NodeRow, now: number): string {
  if (node.startedAt === null) return '–';
  return formatDuration(Math.max(0, (node.stoppedAt ?? now) - node.startedAt));
}

/** How a node's newest attempt ended, or that it goes on. */
function nodeEnd(node: NodeRow): string {
  if (node.stoppedAt === null) return node.startedAt === null ? '–' : 'runs';
  if (node.exitCode !== null) return `exit ${node.exitCode}`;
  return node.statusReason ?? 'ended';
}

function Cell({
  children,
  isNumber = false,
  wide = false,
}: {
  children: ReactNode;
  isNumber?: boolean;
  wide?: boolean;
}) {
  const place = isNumber ? 'num text-right' : 'text-left';
  return <td className={`px-2 first:pl-3.5 last:pr-3.5 ${place} ${wide ? 'max-md:hidden' : ''}`}>{children}</td>;
}

function NodeLine({ node, slug, now }: { node: NodeRow; slug: string; now: number }) {
  const asks = [
    `${node.milliVcpus / 1000} vCPU`,
    formatMemory(node.memoryMib),
    ...(node.gpus > 0 ? [`${node.gpus} GPU`] : []),
  ];
  const cost = parseNanoUsd(node.costNanoUsd);
  return (
    <tr className="h-9 border-t border-ln2 text-tx1">
      <Cell>
        <span className="flex items-center gap-2">
          <Link
            href={jobHref(slug, node.id)}
            className="num font-semibold text-tx0 hover:underline"
            aria-label={`Node ${node.index}`}
          >
            # {node.index}
          </Link>
          {node.isMain && <Tag>main</Tag>}
        </span>
      </Cell>
      <Cell>
        {node.hasEnded && node.status === 'RUNNABLE' ? 'ended, job goes on' : <StatusPill state={node.status} />}
      </Cell>
      <Cell wide>{asks.join(', ')}</Cell>
      <Cell wide>
        {node.instanceId === null ? (
          '–'
        ) : (
          <span>
            <code>{node.instanceId}</code> {node.instanceType} {node.zone}
          </span>
        )}
      </Cell>
      <Cell isNumber>{ranWords(node, now)}</Cell>
      <Cell>
        <span className="block max-w-64 truncate" title={visibleText(node.statusReason ?? '')}>
          <UserText text={nodeEnd(node)} />
        </span>
      </Cell>
      <Cell>
        <Link href={`${jobHref(slug, node.id)}?tab=log`} className="link">
          Log<span className="sr-only"> of node {node.index}</span>
        </Link>
      </Cell>
      <Cell isNumber wide>
        {cost === null ? '–' : formatMoney(cost)}
      </Cell>
    </tr>
  );
}

const HEADS = ['Node', 'State', 'Asks', 'Runs on', 'Ran', 'End', 'Log', 'Cost'] as const;
const WIDE: ReadonlySet<string> = new Set(['Asks', 'Runs on', 'Cost']);
const NUMBERS: ReadonlySet<string> = new Set(['Ran', 'Cost']);

/** The nodes of a multi-node job: each on an instance of its own. The main node's end is the job's. */
export function NodesPanel({ page, now }: { page: JobPage; now: number }) {
  const { slug } = useConnection();
  return (
    <Panel title="Nodes" unit={formatCount(page.nodes.length, 'node')} flush>
      <p className="px-3.5 pb-2 text-12 text-tx2">
        All start together, each on an instance of its own. The job ends when its main node does.
      </p>
      <div className="max-h-[32rem] overflow-auto">
        <table className="w-full text-13" aria-label="Nodes">
          <thead>
            <tr className="h-8 text-12 text-tx3t">
              {HEADS.map((head) => (
                <th
                  key={head}
                  scope="col"
                  className={`px-2 font-normal first:pl-3.5 last:pr-3.5 ${NUMBERS.has(head) ? 'text-right' : 'text-left'} ${WIDE.has(head) ? 'max-md:hidden' : ''}`}
                >
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {page.nodes.map((node) => (
              <NodeLine key={node.id} node={node} slug={slug} now={now} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
