'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import type { ActionFailure, ActionResult } from '@/lib/access';
import type { ResourceKind } from '@/lib/batch';
import { isObject, type JsonObject } from '@/lib/forms';
import type { CurrentVersion } from '@/lib/history';
import { useConnection } from '../data/connection';
import { useTimeFrame } from '../data/live';
import { readJson } from '../data/read';
import { formatCount } from '../format/number';
import { formatMoment, type TimeFrame } from '../format/time';
import { showToast } from '../ui/toast';
import type { Theirs } from './conflict-panel';
import { EditFrame, type EditFrameProps } from './edit-frame';

const ConflictPanel = dynamic(() => import('./conflict-panel').then((module) => module.ConflictPanel), { ssr: false });

/** A resource as a page hands it to its edit form. */
export interface EditStart {
  name: string;
  base: JsonObject;
  version: string;
}

type Frame<Value> = Omit<
  EditFrameProps<Value>,
  'base' | 'version' | 'initial' | 'submit' | 'notice' | 'onFailure' | 'onOldDraft' | 'blocked' | 'summary' | 'children'
>;

interface Props<Value> extends Frame<Value> {
  kind: ResourceKind;
  start: EditStart;
  /** Members that say which resource is changed: `['jobQueue']`. */
  keep: readonly string[];
  /** A document of history in the call's own terms. */
  toBase: (document: object) => JsonObject;
  submit: (call: string, basedOn: string) => Promise<ActionResult<Value>>;
  children: ReactNode | ((base: JsonObject) => ReactNode);
}

async function readTheirs(
  toBase: (document: object) => JsonObject,
  time: TimeFrame,
  { slug, epoch, kind, name }: { slug: string; epoch: number; kind: ResourceKind; name: string },
): Promise<Theirs> {
  const path = `current/${kind}/${encodeURIComponent(name)}`;
  const { document, version, by, at } = await readJson<CurrentVersion>(slug, path, { epoch });
  return { base: toBase(document), version, by, at: formatMoment(at, time) };
}

/** The members that a call sets, as paths: `computeResources.maxvCpus`. Tags and what AWS replaces as one stay whole. */
function membersIn(call: JsonObject, wholes: readonly string[], above = ''): string[] {
  return Object.entries(call).flatMap(([name, value]) => {
    const path = `${above}${name}`;
    const isWhole = name === 'tags' || wholes.includes(path) || !isObject(value) || Object.keys(value).length === 0;
    return isWhole ? [path] : membersIn(value, wholes, `${path}.`);
  });
}

/** What an edit will do: how many members it changes, and which. */
function ChangeSummary({ name, changed }: { name: string; changed: readonly string[] }) {
  return (
    <>
      Changes {formatCount(changed.length, 'member')} of {name}: <span className="font-mono">{changed.join(', ')}</span>
    </>
  );
}

/** The frame of an edit: the call holds only what is changed, and a change that somebody else made meanwhile is shown and settled. */
export function ResourceEdit<Value>({
  kind,
  start,
  keep,
  toBase,
  submit,
  children,
  wholes = [],
  ...frame
}: Props<Value>) {
  const { slug, epoch } = useConnection();
  const time = useTimeFrame();
  const [from, setFrom] = useState(start);
  const [theirs, setTheirs] = useState<Theirs | null>(null);
  const initial = Object.fromEntries(
    keep.flatMap((one) => (Object.hasOwn(from.base, one) ? [[one, from.base[one] ?? null]] : [])),
  );
  const changes = (call: JsonObject) => Object.keys(call).filter((one) => !keep.includes(one));
  const fetchTheirs = () =>
    readTheirs(toBase, time, { slug, epoch, kind, name: start.name }).then(setTheirs, (error: unknown) =>
      showToast({
        kind: 'refused',
        title: 'The other version could not be read.',
        detail: error instanceof Error ? error.message : 'Send it again.',
      }),
    );
  const onFailure = (failure: ActionFailure) => {
    if (failure.code !== 'conflict') return false;
    void fetchTheirs();
    return true;
  };
  return (
    <EditFrame
      {...frame}
      wholes={wholes}
      initial={initial}
      base={from.base}
      version={from.version}
      submit={(call) => submit(call, from.version)}
      onFailure={onFailure}
      onOldDraft={() => void fetchTheirs()}
      blocked={(call) => {
        if (theirs !== null) return 'Settle the two versions first.';
        return changes(call).length === 0 ? 'Nothing is changed yet.' : null;
      }}
      summary={(_outcome, call) => (
        <ChangeSummary
          name={start.name}
          changed={membersIn(Object.fromEntries(changes(call).map((one) => [one, call[one] ?? null])), wholes)}
        />
      )}
      notice={() =>
        theirs === null ? null : (
          <ConflictPanel
            name={start.name}
            theirs={theirs}
            wholes={wholes}
            keep={keep}
            onResolved={({ base, version }) => {
              setFrom({ name: start.name, base, version });
              setTheirs(null);
            }}
          />
        )
      }
    >
      {typeof children === 'function' ? children(from.base) : children}
    </EditFrame>
  );
}
