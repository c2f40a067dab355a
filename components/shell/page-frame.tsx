'use client';

import { ChevronLeft, Plus } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { visibleText } from '@/lib/batch';
import { Permitted } from '../access/permitted';
import { useConnection } from '../data/connection';
import { PaletteButton } from '../palette/palette-button';
import { ButtonLink } from '../ui/button';
import { Link } from '../ui/link';
import { SiblingCrumb, type SiblingKind } from './sibling-crumb';

export interface Crumb {
  label: string;
  href?: string;
  /** Ids and `name:revision` are set in mono. */
  mono?: boolean;
  /** Of a thing's own page, which has a `href` too: what it is, to walk among its siblings. */
  siblings?: SiblingKind;
}

function Crumbs({ root, crumbs }: { root: Crumb | undefined; crumbs: readonly Crumb[] }) {
  const { slug, name } = useConnection();
  const all: Crumb[] = [root ?? { label: name, href: `/${slug}` }, ...crumbs];
  return (
    <nav aria-label="Breadcrumb" className="min-w-0 flex-1">
      <ol className="flex min-w-0 items-center gap-2 text-13">
        {all.map((crumb, index) => {
          const last = index === all.length - 1;
          const text = (
            <span className={crumb.mono === true ? 'font-mono' : undefined}>{visibleText(crumb.label)}</span>
          );
          return (
            <Fragment key={`${crumb.href ?? ''} ${crumb.label}`}>
              {index > 0 && (
                <li aria-hidden className="text-tx3">
                  /
                </li>
              )}
              <li
                className={
                  last ? 'min-w-0 truncate font-semibold text-tx0' : 'min-w-0 shrink truncate text-tx2 max-md:hidden'
                }
              >
                {last && crumb.siblings !== undefined && crumb.href !== undefined ? (
                  <SiblingCrumb
                    kind={crumb.siblings}
                    href={crumb.href}
                    label={visibleText(crumb.label)}
                    mono={crumb.mono === true}
                  />
                ) : last || crumb.href === undefined ? (
                  <span aria-current={last ? 'page' : undefined} title={visibleText(crumb.label)}>
                    {text}
                  </span>
                ) : (
                  <Link href={crumb.href} className="hover:text-tx0">
                    {text}
                  </Link>
                )}
              </li>
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}

/**
 * The frame of every page under a connection: crumbs, what the page has for the top bar (`tools`, such as the time range), the
 * one primary action, and `main`. Give `primary={null}` where the page is that action.
 */
export function PageFrame({
  root,
  crumbs,
  tools,
  primary,
  children,
}: {
  /** The first crumb, where the page is not the connection's. */
  root?: Crumb;
  crumbs: readonly Crumb[];
  tools?: ReactNode;
  primary?: ReactNode;
  children: ReactNode;
}) {
  const { slug } = useConnection();
  const submit = (
    <Permitted permission="jobs.submit">
      <ButtonLink variant="primary" href={`/${slug}/jobs/new`}>
        <Plus size={15} strokeWidth={1.75} aria-hidden />
        Submit job
      </ButtonLink>
    </Permitted>
  );
  const parent = crumbs.at(-2);
  return (
    <>
      {parent?.href !== undefined && (
        <Link
          href={parent.href}
          className="flex min-h-11 items-center gap-1 px-3 text-13 text-tx2 md:hidden print:hidden"
        >
          <ChevronLeft size={16} strokeWidth={1.75} aria-hidden />
          {visibleText(parent.label)}
        </Link>
      )}
      <header className="sticky top-0 z-20 flex h-12 shrink-0 items-center gap-2 border-b border-ln2 bg-bg0 px-5 max-md:hidden low:static print:hidden">
        <Crumbs root={root} crumbs={crumbs} />
        {tools}
        <PaletteButton />
        {primary === undefined ? submit : primary}
      </header>
      <main id="main" tabIndex={-1} className="min-w-0 flex-1 px-5 py-4 outline-none max-md:px-4 max-md:py-3 print:p-0">
        {children}
      </main>
    </>
  );
}

/** A page's answer: one sentence with a number and a cause, and a fainter second line. */
export function PageSentence({
  children,
  second,
  aside,
}: {
  children: ReactNode;
  second?: ReactNode;
  aside?: ReactNode;
}) {
  return (
    <div className="mb-3 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1">
        <h1 className="break-words text-21 font-semibold text-tx0">{children}</h1>
        {second !== undefined && <div className="text-13 text-tx2">{second}</div>}
      </div>
      {aside !== undefined && <div className="flex flex-wrap items-center gap-2">{aside}</div>}
    </div>
  );
}
