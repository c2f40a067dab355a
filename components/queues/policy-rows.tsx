import type { PolicyRow } from '@/lib/history';
import { formatDuration } from '../format/duration';
import { formatCount, formatNumber } from '../format/number';
import { changedColumn, nameColumn } from '../list/columns';
import type { Filterable } from '../list/list-state';
import type { Column } from '../list/resource-table';

/** A scheduling policy as its list has it. */
export type ListedPolicy = PolicyRow & { id: string; filterable: Filterable };

/** A policy has no page but its form. */
export const policyHref = (slug: string, name: string) => `/${slug}/queues/policies/${encodeURIComponent(name)}/edit`;

export function listedPolicy(policy: PolicyRow): ListedPolicy {
  const { name, tags, shares, queues } = policy;
  const words = [...shares.map(({ identifier }) => identifier), ...queues];
  return { ...policy, id: name, filterable: { name, tags, state: '', kind: '', words } };
}

const weight = new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 });

/** `studio 0.5, vfx 1`: a lower weight factor gets more. */
function sharesWords({ shares }: Pick<PolicyRow, 'shares'>): string {
  if (shares.length === 0) return 'all alike';
  return shares.map(({ identifier, weight: factor }) => `${identifier} ${weight.format(factor)}`).join(', ');
}

/** The columns of the list of policies. */
export function policyColumns(slug: string): Column<ListedPolicy>[] {
  return [
    nameColumn('Policy', (name) => policyHref(slug, name)),
    {
      key: 'shares',
      label: 'Shares and weight factors',
      className: 'max-w-80 truncate text-tx1',
      value: ({ shares }) => shares.length,
      cell: (row) => <span title={sharesWords(row)}>{sharesWords(row)}</span>,
    },
    {
      key: 'decay',
      label: 'Looks back',
      isNumber: true,
      wide: true,
      value: ({ decaySeconds }) => decaySeconds,
      cell: ({ decaySeconds }) => (decaySeconds === 0 ? 'by default' : formatDuration(decaySeconds * 1000)),
    },
    {
      key: 'reserved',
      label: 'Reserved',
      isNumber: true,
      wide: true,
      value: ({ reservationPercent }) => reservationPercent,
      cell: ({ reservationPercent }) => `${formatNumber(reservationPercent)}\u00a0%`,
    },
    {
      key: 'queues',
      label: 'Queues that use it',
      className: 'max-w-72 truncate',
      value: ({ queues }) => queues.length,
      cell: ({ queues }) =>
        queues.length === 0 ? (
          <span className="text-tx3t">none</span>
        ) : (
          <span title={queues.join(', ')}>{queues.join(', ')}</span>
        ),
    },
    changedColumn(),
  ];
}

/** Texts of a policy that its list's narrow rows show. */
export function narrowPolicy(policy: ListedPolicy) {
  return { name: policy.name, second: sharesWords(policy), number: formatCount(policy.queues.length, 'queue') };
}
