'use client';

import { useEffect } from 'react';

/** Puts the focus on the field that the address names (`?field=serviceRole`), for links to what is to be mended; what is typed replaces it. */
export function useFieldInFocus(): void {
  useEffect(() => {
    const path = new URLSearchParams(window.location.search).get('field');
    if (path === null) return;
    const place = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`);
    const control = place?.matches('input, textarea, button')
      ? place
      : place?.querySelector<HTMLElement>('input, textarea, button');
    control?.focus();
    if (control instanceof HTMLInputElement) control.select();
    control?.scrollIntoView({ block: 'center' });
  }, []);
}
