'use client';

import { useEffect } from 'react';
import { type FormOperation, jsonText, type OperationShapes, readCallText } from '@/lib/forms';
import { showToast } from '../ui/toast';

/** A call pasted anywhere on the page but into a field fills the form. */
export function usePastedCall(
  operation: FormOperation,
  shapes: OperationShapes | null,
  setText: (text: string) => void,
): void {
  useEffect(() => {
    if (shapes === null) return;
    const onPaste = (event: ClipboardEvent) => {
      const target = event.target;
      if (target instanceof HTMLElement && target.closest('input, textarea, [contenteditable="true"]') !== null) return;
      const text = event.clipboardData?.getData('text/plain').trim() ?? '';
      if (!/^([{]|(\$\s*)?aws\s)/.test(text)) return;
      event.preventDefault();
      const read = readCallText(shapes, operation, text);
      if (read.ok) {
        setText(jsonText(read.document));
        showToast({ title: 'The pasted call fills the form.' });
      } else showToast({ kind: 'refused', title: 'This is not pasted.', detail: read.message });
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [operation, shapes, setText]);
}
