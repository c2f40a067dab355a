import type { ActionFailure } from '@/lib/access';
import { TextAreaField, TextField } from '../ui/field';
import { SelectField } from '../ui/select';
import type { ScenarioChoice } from './connection-view';

const WORDS: Readonly<Record<ScenarioChoice, string>> = {
  same: 'The same again',
  demo: 'The demo day',
  empty: 'Empty',
  own: 'A scenario of your own, as JSON',
};

/** A scenario and a seed as they are typed. */
export interface ScenarioDraft<Choice extends ScenarioChoice> {
  scenario: Choice;
  document: string;
  seed: string;
}

/** The draft as an action takes it. */
export function scenarioInput<Choice extends ScenarioChoice>(draft: ScenarioDraft<Choice>) {
  return {
    scenario: draft.scenario,
    ...(draft.scenario === 'own' && { document: draft.document }),
    ...(draft.seed.trim() !== '' && { seed: Number(draft.seed) }),
  };
}

/** What a simulator begins with. */
export function ScenarioFields<Choice extends ScenarioChoice>({
  choices,
  draft,
  failure,
  onChange,
}: {
  choices: readonly Choice[];
  draft: ScenarioDraft<Choice>;
  failure: ActionFailure | null;
  onChange: (draft: ScenarioDraft<Choice>) => void;
}) {
  return (
    <>
      <SelectField
        label="Scenario"
        options={choices.map((value) => ({ value, label: WORDS[value] }))}
        value={draft.scenario}
        onChange={(scenario) => onChange({ ...draft, scenario })}
      />
      {draft.scenario === 'own' && (
        <TextAreaField
          label="Scenario as JSON"
          mono
          rows={8}
          spellCheck={false}
          value={draft.document}
          error={failure?.fields?.document}
          note="Its resources are calls as AWS takes them."
          onChange={(event) => onChange({ ...draft, document: event.target.value })}
        />
      )}
      <TextField
        label="Seed"
        hint="optional"
        inputMode="numeric"
        value={draft.seed}
        error={failure?.fields?.seed}
        note="The same seed gives the same days again. Without one the scenario’s own holds."
        onChange={(event) => onChange({ ...draft, seed: event.target.value.replace(/\D/g, '').slice(0, 15) })}
      />
    </>
  );
}
