'use client';

import { useQuery } from '@tanstack/react-query';
import { FileInput } from 'lucide-react';
import dynamic from 'next/dynamic';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useMay } from '../access/access';
import { Permitted } from '../access/permitted';
import { useConnection } from '../data/connection';
import { useClock, useTimeFrame } from '../data/live';
import { facetsQuery } from '../data/queries';
import { formatDuration } from '../format/duration';
import { formatCount } from '../format/number';
import { formatMoment, isoOf } from '../format/time';
import { PageSentence } from '../shell/page-frame';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { Link } from '../ui/link';
import { Panel } from '../ui/panel';
import { TimeText } from '../ui/time-text';
import { useNarrow } from '../ui/use-narrow';
import { Banner } from '../ui/verdict';
import type { LoadAction, Loaded } from './load-workload-dialog';

const LoadWorkloadDialog = dynamic(() => import('./load-workload-dialog').then((loaded) => loaded.LoadWorkloadDialog), {
  ssr: false,
});

function speedWords(speed: number | 'max'): string {
  return speed === 'max' ? 'as fast as it can' : `${speed.toLocaleString('en-US')}×`;
}

function ClockFacts() {
  const clock = useClock();
  const frame = useTimeFrame();
  if (clock === null) return null;
  const rows: [string, string][] = [
    ['Seed', String(clock.seed)],
    ['Epoch', String(clock.epoch)],
    ['Started', `${formatMoment(clock.startAt, frame)} (${isoOf(clock.startAt)})`],
    ['Now', formatMoment(clock.now, frame)],
    ['Has run', formatDuration(clock.now - clock.startAt)],
    ['Speed', clock.paused ? 'paused' : speedWords(clock.speed)],
    [
      'Next event',
      clock.nextEventAt === null
        ? 'none: it idles until something is submitted'
        : formatMoment(clock.nextEventAt, frame),
    ],
  ];
  return (
    <Panel title="Clock and seed" unit="the same seed and inputs give the same run">
      <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-1.5 text-13">
        {rows.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-tx3t">{label}</dt>
            <dd className="num flex min-w-0 items-center gap-1 whitespace-normal text-tx0">
              {value}
              {label === 'Seed' && <CopyButton text={value} label="Copy the seed" />}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

/** The newest revision of a workload's definition that a job has; each load makes one. */
function newestRevision(names: readonly string[], stem: string): string | null {
  const revisions = names
    .filter((name) => name.startsWith(`${stem}:`))
    .map((name) => Number(name.slice(stem.length + 1)))
    .filter((revision) => Number.isInteger(revision));
  return revisions.length === 0 ? null : `${stem}:${Math.max(...revisions)}`;
}

function LoadedBanner({ loaded }: { loaded: Loaded }) {
  const connection = useConnection();
  const { slug } = connection;
  const facets = useQuery(facetsQuery(connection, {}));
  const names = facets.data?.definitions.map(({ name }) => name) ?? [];
  const definition = newestRevision(names, loaded.workload.name);
  const search = new URLSearchParams({ queue: loaded.queue, ...(definition !== null && { definition }) });
  return (
    <Banner
      tone="ok"
      title={`${formatCount(loaded.jobs, 'job')} of ${loaded.workload.fileName} ${loaded.jobs === 1 ? 'is' : 'are'} on their way to ${loaded.queue}.`}
    >
      The first arrives {loaded.at === null ? 'now' : <TimeText at={loaded.at} />}, the rest as the file has them.{' '}
      <Link className="link font-medium underline!" href={`/${slug}/jobs?${search}`}>
        Its jobs
      </Link>{' '}
      ·{' '}
      <Link className="link font-medium underline!" href={`/${slug}`}>
        Overview
      </Link>
    </Banner>
  );
}

/** The simulated connection's clock and seed, and the way to put a workload into it: the latter not on a narrow screen. */
export function LabBoard({ load }: { load: LoadAction }) {
  const isNarrow = useNarrow();
  const mayLoad = useMay('simulator.control').allowed && !isNarrow;
  const [opened, setOpened] = useQueryState('load', parseAsString);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  return (
    <>
      <PageSentence
        second={
          <>
            A file of a real cluster’s jobs arrives on a queue as it did there, and runs on what this simulator offers.
            <span className="block md:hidden">Load a workload on a wider screen.</span>
          </>
        }
        aside={
          <span className="max-md:hidden">
            <Permitted permission="simulator.control">
              <Button variant="primary" onClick={() => void setOpened('1')}>
                <FileInput size={15} strokeWidth={1.75} aria-hidden />
                Load a workload
              </Button>
            </Permitted>
          </span>
        }
      >
        What would happen if it had this to do?
      </PageSentence>
      <div className="flex flex-col gap-3">
        {loaded !== null && <LoadedBanner loaded={loaded} />}
        <ClockFacts />
      </div>
      {opened !== null && mayLoad && (
        <LoadWorkloadDialog
          action={load}
          onClose={() => void setOpened(null)}
          onLoaded={(what) => {
            setLoaded(what);
            void setOpened(null);
          }}
        />
      )}
    </>
  );
}
