'use client';

import { Plus, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button, IconButton } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { controlClass } from '../ui/field';
import { changeOf, type DraftTag, draftOf, faultOf, type TagChange } from './tag-draft';

function TagLine({
  tag,
  index,
  of,
  onChange,
  onRemove,
}: {
  tag: DraftTag;
  index: number;
  of: number;
  onChange: (change: Partial<DraftTag>) => void;
  onRemove: () => void;
}) {
  return (
    <div className="flex items-center gap-1.5">
      <input
        aria-label={`Key of tag ${index + 1}`}
        value={tag.key}
        maxLength={128}
        placeholder="key"
        onChange={(event) => onChange({ key: event.target.value })}
        className={controlClass(false, 'h-8 font-mono text-12')}
      />
      <span aria-hidden className="text-tx3t">
        =
      </span>
      <input
        aria-label={`Value of tag ${index + 1}`}
        value={tag.value ?? ''}
        maxLength={256}
        placeholder={tag.value === null ? 'different values, kept' : 'value'}
        onChange={(event) => onChange({ value: event.target.value })}
        className={controlClass(false, 'h-8 font-mono text-12')}
      />
      {tag.on !== null && <span className="num shrink-0 text-12 text-tx3t">on {`${tag.on} of ${of}`}</span>}
      <IconButton size="form" label={`Take out tag ${index + 1}`} onClick={onRemove}>
        <X size={14} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  );
}

/** The tags of one resource or of several: changed, added and taken away. */
export function TagsDialog({
  title,
  rows,
  onClose,
  onSet,
}: {
  title: string;
  rows: readonly { tags: Record<string, string> }[];
  onClose: () => void;
  onSet: (change: TagChange) => void;
}) {
  const [before] = useState(() => draftOf(rows));
  const [draft, setDraft] = useState<readonly DraftTag[]>(before);
  const fault = faultOf(draft);
  const change = changeOf(draft, before);
  const isSame = Object.keys(change.set).length === 0 && change.remove.length === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fault === null && !isSame) onSet(change);
  };
  const nextId = draft.reduce((most, { id }) => Math.max(most, id), before.length) + 1;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      footerNote={isSame ? 'Nothing is changed yet.' : undefined}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            Cancel
          </Button>
          <Button size="form" variant="primary" type="submit" form="tags" disabled={fault !== null || isSame}>
            Set tags
          </Button>
        </>
      }
    >
      <form id="tags" onSubmit={submit} className="flex flex-col gap-1.5">
        {draft.map((tag, index) => (
          <TagLine
            key={tag.id}
            tag={tag}
            index={index}
            of={rows.length}
            onChange={(next) => setDraft(draft.map((one) => (one.id === tag.id ? { ...one, ...next } : one)))}
            onRemove={() => setDraft(draft.filter((one) => one.id !== tag.id))}
          />
        ))}
        {draft.length === 0 && <p className="text-13 text-tx2">No tags.</p>}
        {fault !== null && (
          <p role="alert" className="text-12 text-badt">
            {fault}
          </p>
        )}
        <div>
          <Button
            size="panel"
            onClick={() => setDraft([...draft, { id: nextId, key: '', value: '', was: null, on: null }])}
          >
            <Plus size={13} strokeWidth={1.75} aria-hidden />
            Add tag
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
