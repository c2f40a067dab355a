'use client';

import { useState } from 'react';
import type { ActionFailure } from '@/lib/access';
import { TextField } from '../ui/field';
import { slugOf } from './connection-view';

/** A new connection's name, and its address, which follows the name until it is typed. */
export function useName() {
  const [name, setName] = useState('');
  const [slug, setSlug] = useState<string | null>(null);
  return { name, setName, address: slug ?? slugOf(name), setSlug };
}

/** The fields of what `useName` keeps. */
export function NameFields({ named, failure }: { named: ReturnType<typeof useName>; failure: ActionFailure | null }) {
  const { name, setName, address, setSlug } = named;
  return (
    <>
      <TextField
        label="Name"
        value={name}
        error={failure?.fields?.name}
        autoFocus
        maxLength={60}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label="Address"
        mono
        value={address}
        error={failure?.fields?.slug}
        note={`Its pages stand under /${address === '' ? '…' : address}. It stays as it is made.`}
        maxLength={40}
        onChange={(event) => setSlug(event.target.value)}
      />
    </>
  );
}
