'use client';

import { Copy, FileX2, PencilLine, Play } from 'lucide-react';
import { useMay } from '../access/access';
import { useConnection } from '../data/connection';
import { activityAct, type ResourceAct } from '../resource-acts/act';

/** A definition at one of its revisions, as lists and its page have it. */
interface ActedOn {
  name: string;
  revision: number;
  status: string;
}

const GONE = 'It is deregistered: no job can be submitted with it.';

/** What one may do with a definition, wherever it is drawn. */
export function useDefinitionActs() {
  const { slug } = useConnection();
  const write = useMay('resources.write').why;
  const submit = useMay('jobs.submit').why;
  const deregisterAct = (label: string, isActive: boolean, onSelect: () => void): ResourceAct => ({
    key: 'deregister',
    label,
    icon: FileX2,
    isDanger: true,
    why: write ?? (isActive ? null : 'It is deregistered already.'),
    onSelect,
  });
  /** `deregister` ends the list; where it may be asked is the caller's. */
  const actsOf = ({ name, revision, status }: ActedOn, deregister: ResourceAct): ResourceAct[] => {
    const full = encodeURIComponent(`${name}:${revision}`);
    const form = `/${slug}/definitions/new?from=${full}`;
    return [
      {
        key: 'submit',
        label: 'Submit a job',
        icon: Play,
        href: `/${slug}/jobs/new?definition=${full}`,
        why: submit ?? (status === 'ACTIVE' ? null : GONE),
      },
      { key: 'revise', label: 'New revision', icon: PencilLine, href: form, why: write },
      { key: 'clone', label: 'Clone', icon: Copy, href: `${form}&clone=1`, why: write },
      deregister,
      activityAct(slug, `definition ${name}`),
    ];
  };
  return { actsOf, deregisterAct };
}
