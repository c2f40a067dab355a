'use client';

import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog as Base } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useConnection } from '../data/connection';
import { useGo } from '../data/use-go';
import { buttonClass } from '../ui/button';
import { Kbd } from '../ui/kbd';
import { StatusGlyph } from '../ui/status';
import { marked, type PaletteEntry, type PaletteGroup, paletteQuery } from './entries';
import { usePaletteGroups } from './use-palette-groups';

type Open = (entry: PaletteEntry) => void;
const textOf = (entry: PaletteEntry) => entry.label;
const isOpenable = (entry: PaletteEntry) => entry.href !== undefined || entry.open !== undefined;

/** The palette: where to go and what to do. Enter opens; it never acts. Loaded when first asked for. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<PaletteEntry | undefined>();
  const query = paletteQuery(text);
  const { groups, isSearching } = usePaletteGroups(query);
  const go = useGo();
  const open: Open = (entry) => {
    if (!isOpenable(entry)) return;
    onClose();
    if (entry.open !== undefined) entry.open();
    else if (entry.href !== undefined) go(entry.href);
  };
  return (
    <Base.Root open onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Base.Popup
          aria-label="Search or run a command"
          className="fixed top-[11dvh] left-1/2 z-50 flex max-h-[78dvh] w-[784px] max-w-[calc(100vw-32px)] -translate-x-1/2 flex-col overflow-hidden rounded-float border border-ln bg-bg1 shadow-float outline-none max-md:inset-0 max-md:max-h-dvh max-md:w-full max-md:max-w-none max-md:translate-x-0 max-md:rounded-none"
        >
          <Autocomplete.Root
            inline
            open
            mode="none"
            items={groups}
            value={text}
            onValueChange={setText}
            itemToStringValue={textOf}
            autoHighlight="always"
            keepHighlight
            onItemHighlighted={setChosen}
          >
            <PaletteInput />
            <div className="grid min-h-0 flex-1 grid-cols-[1fr_304px] max-md:grid-cols-1">
              <Results text={query.text} onOpen={open} isSearching={isSearching} />
              <Preview entry={chosen} onOpen={open} />
            </div>
          </Autocomplete.Root>
          <Footer />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function PaletteInput() {
  const { name } = useConnection();
  return (
    <div className="flex h-13 shrink-0 items-center gap-3 border-b border-ln2 px-4">
      <Search size={16} strokeWidth={1.75} className="shrink-0 text-tx2" aria-hidden />
      <Autocomplete.Input
        aria-label="Search or run a command"
        placeholder="Search or run a command"
        className="h-full min-w-0 flex-1 bg-transparent text-15 text-tx0 outline-none placeholder:text-tx3t"
      />
      <span className="rounded-tag bg-bg2 px-1.5 text-12 text-tx1 max-md:hidden">{name}</span>
      <Base.Close aria-label="Close" className="flex items-center max-md:min-h-11">
        <Kbd>Esc</Kbd>
      </Base.Close>
    </div>
  );
}

function Results({ text, onOpen, isSearching }: { text: string; onOpen: Open; isSearching: boolean }) {
  return (
    <div className="quiet-scroll min-h-0 overflow-y-auto px-1.5 py-2">
      <Autocomplete.Empty className="px-2.5 text-13 text-tx2 empty:hidden">
        {isSearching ? 'Searching jobs…' : `Nothing here is called “${text}”.`}
      </Autocomplete.Empty>
      <Autocomplete.List>
        {(group: PaletteGroup) => (
          <Autocomplete.Group key={group.label} items={group.items} className="mb-2">
            <Autocomplete.GroupLabel className="px-2.5 py-1 text-12 text-tx3t">{group.label}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(entry: PaletteEntry) => (
                <Autocomplete.Item
                  key={entry.id}
                  value={entry}
                  onClick={() => onOpen(entry)}
                  className="flex min-h-9 cursor-default items-center gap-2.5 rounded-control px-2.5 text-13 text-tx1 outline-none data-highlighted:bg-bg3 max-md:min-h-11"
                >
                  <EntryText entry={entry} text={text} />
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </div>
  );
}

function EntryText({ entry, text }: { entry: PaletteEntry; text: string }) {
  let at = 0;
  return (
    <>
      {entry.status !== undefined && <StatusGlyph state={entry.status} />}
      <span className={`min-w-0 truncate font-medium ${isOpenable(entry) ? 'text-tx0' : 'text-tx3t'}`}>
        {marked(entry.label, text).map((part) => {
          at += part.text.length;
          return (
            <span key={at} className={part.isHit ? 'text-acx' : undefined}>
              {part.text}
            </span>
          );
        })}
      </span>
      {entry.hint !== undefined && <span className="min-w-0 truncate text-12 text-tx3t">{entry.hint}</span>}
    </>
  );
}

function Preview({ entry, onOpen }: { entry: PaletteEntry | undefined; onOpen: Open }) {
  if (entry === undefined) return <div className="border-l border-ln2 max-md:hidden" />;
  return (
    <div className="quiet-scroll min-h-0 overflow-y-auto border-l border-ln2 px-4 py-3.5 max-md:hidden">
      <p className="break-words text-15 font-semibold text-tx0">{entry.label}</p>
      {entry.note !== undefined && <p className="mt-1 text-13 text-tx2">{entry.note}</p>}
      {entry.facts !== undefined && (
        <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 border-t border-ln2 pt-3 text-13">
          {entry.facts.map((fact) => (
            <div key={fact.label} className="contents">
              <dt className="text-tx2">{fact.label}</dt>
              <dd className="break-all text-right text-tx0">{fact.value}</dd>
            </div>
          ))}
        </dl>
      )}
      {isOpenable(entry) && (
        <button
          type="button"
          tabIndex={-1}
          onClick={() => onOpen(entry)}
          className={buttonClass('secondary', 'form', 'mt-4 w-full justify-center')}
        >
          Open
        </button>
      )}
    </div>
  );
}

const SIGNS = [
  ['>', 'actions'],
  ['#', 'job id'],
  [':', 'jobs by name'],
] as const;

function Footer() {
  return (
    <div className="flex h-9 shrink-0 items-center gap-4 border-t border-ln2 px-4 text-12 text-tx2 max-md:hidden">
      <span className="flex items-center gap-1.5">
        <Kbd>↑↓</Kbd> choose
      </span>
      <span className="flex items-center gap-1.5">
        <Kbd>↵</Kbd> open, never act
      </span>
      {SIGNS.map(([sign, finds]) => (
        <span key={sign}>
          <b className="font-mono font-semibold text-tx0">{sign}</b> {finds}
        </span>
      ))}
    </div>
  );
}
