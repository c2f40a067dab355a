'use client';

import { AlertDialog as BaseAlert } from '@base-ui/react/alert-dialog';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { squareButtonClass } from './button';
import { classNames } from './class-names';

const BACKDROP =
  'fixed inset-0 z-40 bg-veil transition-opacity duration-120 data-starting-style:opacity-0 data-ending-style:opacity-0';
const POPUP =
  'fixed z-50 flex flex-col overflow-hidden border border-ln bg-bg1 shadow-float outline-none transition-opacity duration-180 ' +
  'data-starting-style:opacity-0 data-ending-style:opacity-0 left-1/2 top-1/2 max-h-[calc(100dvh-48px)] -translate-x-1/2 -translate-y-1/2 ' +
  'rounded-float max-md:inset-x-0 max-md:bottom-0 max-md:top-auto max-md:max-h-[92dvh] max-md:w-full max-md:translate-x-0 max-md:translate-y-0';
const WIDTH = { narrow: 'w-[440px]', normal: 'w-[560px]', wide: 'w-[1000px] max-w-[calc(100vw-48px)]' } as const;

interface DialogFrame {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** Fainter words beside the title. */
  subtitle?: ReactNode;
  icon?: ReactNode;
  width?: keyof typeof WIDTH;
  children: ReactNode;
  /** Buttons at the bottom right. */
  footer?: ReactNode;
  footerNote?: ReactNode;
}

function DialogBody({ children, footer, footerNote }: Pick<DialogFrame, 'children' | 'footer' | 'footerNote'>) {
  return (
    <>
      <div className="quiet-scroll min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
      {footer !== undefined && (
        <div className="flex flex-wrap items-center justify-end gap-2 border-t border-ln2 px-5 py-3">
          {footerNote !== undefined && <p className="mr-auto min-w-0 text-12 text-tx3t">{footerNote}</p>}
          {footer}
        </div>
      )}
    </>
  );
}

/** A dialog that can be left by Esc, its cross or a click beside it. */
export function Dialog({ open, onOpenChange, title, subtitle, icon, width = 'normal', ...body }: DialogFrame) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={BACKDROP} />
        <Base.Popup className={classNames(POPUP, WIDTH[width])}>
          <div className="flex items-center gap-2.5 border-b border-ln2 px-5 py-3">
            {icon}
            <Base.Title className="text-15 font-semibold text-tx0">{title}</Base.Title>
            {subtitle !== undefined && <span className="min-w-0 truncate text-13 text-tx3t">{subtitle}</span>}
            <Base.Close aria-label="Close" className={squareButtonClass('quiet', 'page', 'ml-auto')}>
              <X size={16} strokeWidth={1.75} aria-hidden />
            </Base.Close>
          </div>
          <DialogBody {...body} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/**
 * A dialog that asks before something that cannot be undone. Give the ref of its Cancel as `initialFocus`; `description`
 * says what will happen.
 */
export function AlertDialog({
  open,
  onOpenChange,
  title,
  icon,
  description,
  width = 'normal',
  initialFocus,
  ...body
}: DialogFrame & { description: string; initialFocus: RefObject<HTMLElement | null> }) {
  return (
    <BaseAlert.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <BaseAlert.Portal>
        <BaseAlert.Backdrop className={BACKDROP} />
        <BaseAlert.Popup initialFocus={initialFocus} className={classNames(POPUP, WIDTH[width])}>
          <div className="flex flex-col gap-1 px-5 pt-4">
            <div className="flex items-center gap-2.5">
              {icon}
              <BaseAlert.Title className="text-15 font-semibold text-tx0">{title}</BaseAlert.Title>
            </div>
            <BaseAlert.Description className="text-13 text-tx2">{description}</BaseAlert.Description>
          </div>
          <DialogBody {...body} />
        </BaseAlert.Popup>
      </BaseAlert.Portal>
    </BaseAlert.Root>
  );
}
