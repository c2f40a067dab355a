'use client';

import { Plus, X } from 'lucide-react';
import { isObject, type JsonObject, TIME_LIMIT_REASONS, TIME_LIMIT_SECONDS } from '@/lib/forms';
import { EditInput } from '../edit/edit-fields';
import { EditRow } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { formatDuration } from '../format/duration';
import { Button, IconButton } from '../ui/button';
import { Select } from '../ui/select';

const PATH = 'jobStateTimeLimitActions';

/** AWS's reasons in our words; AWS's own stand beneath in the call. */
const REASON_WORDS: Readonly<Record<(typeof TIME_LIMIT_REASONS)[number], string>> = {
  'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY': 'EC2 has no capacity',
  'MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE': 'it needs more than any environment’s maximum',
  'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT': 'it fits no instance type',
  'MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED': 'the type does not fit the zones or the template',
};

/** What is done with a job that blocks the head of the queue for too long. */
export function QueueLimits() {
  const { valueIn, write, isInert } = useEdit();
  const value = valueIn(PATH);
  const limits: JsonObject[] = Array.isArray(value) ? value.filter(isObject) : [];
  const left = TIME_LIMIT_REASONS.filter((reason) => !limits.some((limit) => limit.reason === reason));
  const put = (next: JsonObject[]) => write(PATH, next.length === 0 ? undefined : next);
  const add = (reason: string) =>
    put([...limits, { reason, state: 'RUNNABLE', maxTimeSeconds: 3600, action: 'CANCEL' }]);
  return (
    <EditRow
      label="Time limits"
      paths={[PATH]}
      note="A job at the head of the queue that waits this long for this reason is cancelled, and the next one has its turn."
    >
      {limits
        .map((limit, at) => ({ limit, at }))
        .map(({ limit, at }) => {
          const reason = typeof limit.reason === 'string' ? limit.reason : '';
          const seconds = typeof limit.maxTimeSeconds === 'number' ? limit.maxTimeSeconds : null;
          const words = TIME_LIMIT_REASONS.map((one) => ({ value: one as string, label: REASON_WORDS[one] }));
          return (
            <div key={at} data-path={`${PATH}[${at}]`} className="flex flex-wrap items-center gap-1.5 text-12 text-tx2">
              <Select
                label={`Reason of limit ${at + 1}`}
                options={
                  words.some((one) => one.value === reason)
                    ? words
                    : [...words, { value: reason, label: reason || '–' }]
                }
                value={reason}
                disabled={isInert}
                onChange={(next) => write(`${PATH}[${at}].reason`, next)}
                className="h-[30px] min-w-56 max-w-full border-edge bg-bg2"
              />
              after
              <EditInput
                path={`${PATH}[${at}].maxTimeSeconds`}
                label={`Seconds of limit ${at + 1}`}
                kind="number"
                className="w-24!"
              />
              s{seconds !== null && <span className="num text-tx3t">{formatDuration(seconds * 1000)}</span>}
              <IconButton
                size="panel"
                label={`Take out limit ${at + 1}`}
                disabled={isInert}
                onClick={() => put(limits.toSpliced(at, 1))}
              >
                <X size={13} strokeWidth={1.75} aria-hidden />
              </IconButton>
            </div>
          );
        })}
      {left[0] !== undefined && (
        <div>
          <Button size="panel" disabled={isInert} onClick={() => add(left[0] ?? '')}>
            <Plus size={13} strokeWidth={1.75} aria-hidden />
            Add a limit
          </Button>
          <span className="ml-2 text-12 text-tx3t">
            {formatDuration(TIME_LIMIT_SECONDS.least * 1000)} to {formatDuration(TIME_LIMIT_SECONDS.most * 1000)}
          </span>
        </div>
      )}
    </EditRow>
  );
}
