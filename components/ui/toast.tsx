'use client';

import { Toast } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { visibleText } from '@/lib/batch';

const manager = Toast.createToastManager();

interface ToastMessage {
  title: string;
  detail?: string;
  kind?: 'done' | 'refused';
  /** A button in it, such as Undo. */
  action?: { label: string; onSelect: () => void };
  /** When its time is over or it was dismissed. */
  onClose?: () => void;
}

/** Says at the bottom left that something was done, or was refused. One at a time, 6 s, paused on hover. Gives what closes it. */
export function showToast(message: ToastMessage): () => void {
  const id = manager.add({
    title: visibleText(message.title),
    type: message.kind ?? 'done',
    priority: message.kind === 'refused' ? 'high' : 'low',
    ...(message.detail === undefined ? {} : { description: visibleText(message.detail) }),
    ...(message.action && { actionProps: { children: message.action.label, onClick: message.action.onSelect } }),
    ...(message.onClose && { onClose: message.onClose }),
  });
  return () => manager.close(id);
}

function Toasts() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="flex w-full items-start gap-2.5 rounded-float border border-ln bg-bg3 px-3.5 py-2.5 text-13 shadow-float transition-opacity duration-120 data-starting-style:opacity-0 data-ending-style:opacity-0 data-limited:hidden"
    >
      {toast.type === 'refused' ? (
        <CircleAlert size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-failed" aria-hidden />
      ) : (
        <CircleCheck size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-tx2" aria-hidden />
      )}
      <Toast.Content className="min-w-0 flex-1">
        <Toast.Title className="font-semibold text-tx0" />
        <Toast.Description className="break-words text-12 text-tx2" />
      </Toast.Content>
      {toast.actionProps !== undefined && <Toast.Action className="link -my-0.5 min-h-6 shrink-0 font-semibold" />}
      <Toast.Close aria-label="Dismiss" className="-m-1 rounded-tag p-1 text-tx3t hover:text-tx0">
        <X size={14} strokeWidth={1.75} aria-hidden />
      </Toast.Close>
    </Toast.Root>
  ));
}

/** Holds the toasts of a page. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={1} timeout={6000}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed bottom-16 left-4 z-50 flex w-[360px] max-w-[calc(100vw-32px)] flex-col md:left-[228px] max-md:bottom-28">
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}
