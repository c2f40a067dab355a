'use client';

import { type FormEvent, useState } from 'react';
import type { ActionFailure, ActionResult, SessionRow } from '@/lib/access';
import { useAccess } from '../access/access';
import { formatCount } from '../format/number';
import { PageSentence } from '../shell/page-frame';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { PasswordField } from '../ui/password-field';
import { showToast } from '../ui/toast';
import { Banner } from '../ui/verdict';
import { useAct } from './people-actions';
import { SessionsTable } from './sessions-table';

interface AccountActions {
  changePassword: (input: { old: string; password: string }) => Promise<ActionResult<object>>;
  endSessions: (input: { session?: string }) => Promise<ActionResult<{ ended: number }>>;
}

function PasswordPanel({ change }: { change: AccountActions['changePassword'] }) {
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const { act, busy } = useAct();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const text = (name: string) => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    };
    const failed = await act(
      () => change({ old: text('old'), password: text('password') }),
      'Your password is changed. Other sessions have ended.',
    );
    setFailure(failed);
    if (failed === null) form.reset();
  };
  const fields = failure?.fields ?? {};
  return (
    <Panel title="Password" unit="a new one ends every other session">
      <form onSubmit={(event) => void submit(event)} className="flex max-w-80 flex-col gap-3" noValidate>
        {failure !== null && Object.keys(fields).length === 0 && <Banner tone="bad">{failure.message}</Banner>}
        <PasswordField label="Old password" name="old" autoComplete="current-password" error={fields.old} />
        <PasswordField
          label="New password"
          hint="at least 8 characters"
          name="password"
          autoComplete="new-password"
          error={fields.password}
        />
        <div>
          <Button type="submit" variant="primary" size="form" disabled={busy}>
            {busy ? 'Changing…' : 'Change password'}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

/** One's own password and sessions. */
export function AccountBoard({
  sessions,
  current,
  actions,
}: {
  sessions: readonly SessionRow[];
  current: string;
  actions: AccountActions;
}) {
  const { user, role } = useAccess();
  const { act, busy } = useAct();
  const end = async (session?: string) => {
    const failed = await act(
      () => actions.endSessions(session === undefined ? {} : { session }),
      ({ ended }) => `${formatCount(ended, 'session')} ended.`,
    );
    if (failed !== null) showToast({ kind: 'refused', title: 'No session was ended.', detail: failed.message });
  };
  const others = sessions.filter((one) => one.id !== current).length;
  return (
    <>
      <PageSentence second={`${user.email}, ${role}. An administrator changes name, role and scope.`}>
        {user.name} is signed in {sessions.length === 1 ? 'here only' : `in ${formatCount(sessions.length, 'place')}`}.
      </PageSentence>
      <div className="flex flex-col gap-3">
        <Panel
          title="Sessions"
          unit="each ends 12 h after its last click"
          actions={
            others > 0 && (
              <Button size="panel" disabled={busy} onClick={() => void end()}>
                End {formatCount(others, 'other session')}
              </Button>
            )
          }
        >
          <SessionsTable sessions={sessions} current={current} busy={busy} onEnd={(id) => void end(id)} />
        </Panel>
        <PasswordPanel change={actions.changePassword} />
      </div>
    </>
  );
}
