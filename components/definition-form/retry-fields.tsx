'use client';

import { Plus, X } from 'lucide-react';
import { DEFINITION, isObject, type JsonObject } from '@/lib/forms';
import { EditInput, EditText } from '../edit/edit-fields';
import { EditRow } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { formatDuration } from '../format/duration';
import { Button, IconButton } from '../ui/button';
import { Select } from '../ui/select';

const PATH = 'retryStrategy.evaluateOnExit';
/** Where Spot may interrupt and nothing was said: one more would often not be enough. */
const SPOT_ATTEMPTS = 3;

const LOOKS_AT = [
  { value: 'onStatusReason', label: 'status reason' },
  { value: 'onReason', label: 'reason' },
  { value: 'onExitCode', label: 'exit code' },
] as const;
type LooksAt = (typeof LOOKS_AT)[number]['value'];

const ACTIONS = [
  { value: 'RETRY', label: 'try again' },
  { value: 'EXIT', label: 'stop' },
] as const;

/** The first of what a rule looks at; one that looks at several is written in the call. */
function looksAt(rule: JsonObject): LooksAt {
  return LOOKS_AT.find(({ value }) => rule[value] !== undefined)?.value ?? 'onStatusReason';
}

function ExitRule({
  rule,
  at,
  onChange,
}: {
  rule: JsonObject;
  at: number;
  onChange: (rule: JsonObject | null) => void;
}) {
  const { isInert } = useEdit();
  const member = looksAt(rule);
  const path = `${PATH}[${at}]`;
  const turn = (next: LooksAt) => {
    const { [member]: value, ...rest } = rule;
    onChange({ ...rest, [next]: value ?? '' });
  };
  return (
    <div data-path={path} className="flex flex-wrap items-center gap-1.5 text-12 text-tx2">
      Where the
      <Select
        label={`What rule ${at + 1} looks at`}
        options={LOOKS_AT}
        value={member}
        disabled={isInert}
        onChange={turn}
        className="h-[30px] min-w-32 border-edge bg-bg2"
      />
      is
      <EditInput
        path={`${path}.${member}`}
        label={`Pattern of rule ${at + 1}`}
        mono
        className="w-44!"
        placeholder="Host EC2*"
      />
      <Select
        label={`Action of rule ${at + 1}`}
        options={ACTIONS}
        value={rule.action === 'EXIT' || rule.action === 'exit' ? 'EXIT' : 'RETRY'}
        disabled={isInert}
        onChange={(action) => onChange({ ...rule, action })}
        className="h-[30px] min-w-28 border-edge bg-bg2"
      />
      <IconButton size="panel" label={`Take out rule ${at + 1}`} disabled={isInert} onClick={() => onChange(null)}>
        <X size={13} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  );
}

function ExitRules() {
  const { valueIn, write, writeAll, isInert } = useEdit();
  const value = valueIn(PATH);
  const rules: JsonObject[] = Array.isArray(value) ? value.filter(isObject) : [];
  const put = (next: JsonObject[]) => write(PATH, next.length === 0 ? undefined : next);
  const attempts = valueIn('retryStrategy.attempts');
  const retrySpot = () =>
    writeAll({
      [PATH]: [
        { onStatusReason: 'Host EC2*', action: 'RETRY' },
        { onReason: '*', action: 'EXIT' },
      ],
      'retryStrategy.attempts': typeof attempts === 'number' && attempts > 1 ? attempts : SPOT_ATTEMPTS,
    });
  return (
    <EditRow
      label="Exit rules"
      paths={[PATH]}
      note="The first that matches decides; where none does it is tried again. A * at the end stands for any more."
    >
      {rules
        .map((rule, at) => ({ rule, at }))
        .map(({ rule, at }) => (
          <ExitRule
            key={at}
            rule={rule}
            at={at}
            onChange={(next) => put(next === null ? rules.toSpliced(at, 1) : rules.toSpliced(at, 1, next))}
          />
        ))}
      {rules.length < DEFINITION.exitRulesMost && (
        <div className="flex flex-wrap gap-1.5">
          <Button
            size="panel"
            disabled={isInert}
            onClick={() => put([...rules, { onStatusReason: '', action: 'RETRY' }])}
          >
            <Plus size={13} strokeWidth={1.75} aria-hidden />
            Add a rule
          </Button>
          {rules.length === 0 && (
            <Button size="panel" disabled={isInert} onClick={retrySpot}>
              Try again after Spot only
            </Button>
          )}
        </div>
      )}
    </EditRow>
  );
}

/** Attempts, what is tried again, and how long one attempt may take; `defined` is what holds where a submit says nothing. */
export function RetryFields({ defined }: { defined?: { attempts: string; timeout: string } }) {
  const { valueIn } = useEdit();
  const seconds = valueIn('timeout.attemptDurationSeconds');
  return (
    <>
      <EditText
        path="retryStrategy.attempts"
        label="Attempts"
        kind="number"
        className="w-28!"
        note={`${DEFINITION.attempts.least} to ${DEFINITION.attempts.most}. A Spot interruption uses one up.${defined === undefined ? '' : ` ${defined.attempts}`}`}
      />
      <ExitRules />
      <EditText
        path="timeout.attemptDurationSeconds"
        label="Timeout"
        kind="number"
        className="w-28!"
        note={
          typeof seconds === 'number'
            ? `seconds an attempt: ${formatDuration(seconds * 1000)}`
            : `Seconds an attempt may run, 60 or more. ${defined?.timeout ?? 'Empty for no end.'}`
        }
      />
    </>
  );
}
