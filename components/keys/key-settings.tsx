'use client';

import { useId, useState } from 'react';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { Kbd } from '../ui/kbd';
import { Panel } from '../ui/panel';
import {
  clashOf,
  DEFAULT_KEYS,
  KEY_COMMAND_NAMES,
  KEY_COMMANDS,
  type KeyChoices,
  type KeyCommand,
  keysOf,
  problemOfKeys,
} from './key-commands';
import { chooseKeys, useKeyChoices } from './use-keys';

/** Which keys do what in this browser: each can be another, and all of them off (WCAG 2.1.4). */
export function KeySettings() {
  const choices = useKeyChoices();
  return (
    <Panel
      title="Keys"
      unit="in this browser"
      actions={
        <Button size="panel" onClick={() => chooseKeys(DEFAULT_KEYS)}>
          Put all keys back
        </Button>
      }
    >
      <Checkbox
        label="Single keys act when nothing is being typed"
        checked={choices.on}
        onChange={(on) => chooseKeys({ ...choices, on })}
      >
        Single keys act when nothing is being typed
      </Checkbox>
      <ul className="mt-3 grid grid-cols-2 gap-x-8 gap-y-1 max-lg:grid-cols-1">
        {KEY_COMMAND_NAMES.map((command) => (
          <KeyRow key={command} command={command} choices={choices} />
        ))}
      </ul>
      <p className="mt-3 text-12 text-tx3t">
        <Kbd>Ctrl K</Kbd> opens the palette whatever stands here.
      </p>
    </Panel>
  );
}

function KeyRow({ command, choices }: { command: KeyCommand; choices: KeyChoices }) {
  const id = useId();
  const now = keysOf(command, choices);
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? now;
  const clash = clashOf(command, shown, choices);
  const problem =
    problemOfKeys(shown) ?? (clash === null ? null : `${keysOf(clash, choices)} does: ${KEY_COMMANDS[clash].does}.`);
  const keep = () => {
    if (text !== null && problem === null) chooseKeys({ ...choices, keys: { ...choices.keys, [command]: text } });
    if (problem === null) setText(null);
  };
  return (
    <li className="flex min-h-9 flex-wrap items-center gap-x-3">
      <label htmlFor={id} className="min-w-0 flex-1 text-13 text-tx1">
        {KEY_COMMANDS[command].does}
      </label>
      <input
        id={id}
        value={shown}
        disabled={!choices.on}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && keep()}
        className={`h-7 w-20 rounded-control border bg-bg2 px-2 text-center font-mono text-12 text-tx0 disabled:border-transparent disabled:text-tx3t ${problem === null ? 'border-edge' : 'border-failed'}`}
      />
      {problem !== null && (
        <p id={`${id}-problem`} role="alert" className="w-full text-right text-12 text-badt">
          {problem}
        </p>
      )}
    </li>
  );
}
