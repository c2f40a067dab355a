import { Pencil } from 'lucide-react';
import { describe, expect, it, vi } from 'vitest';
import { activityAct, paletteEntries } from './act';

describe('acts in the palette', () => {
  it('ask where the button acts at once, go where it goes, and say who may', () => {
    const onSelect = vi.fn();
    const ask = vi.fn();
    const acts = [
      { key: 'enable', label: 'Enable', icon: Pencil, onSelect, ask, why: null },
      { key: 'edit', label: 'Edit', icon: Pencil, href: '/simulator/queues/main/edit', why: null },
      { key: 'delete', label: 'Delete…', icon: Pencil, onSelect, why: 'Operators may.' },
      activityAct('simulator', 'queue main'),
    ];
    const [enable, edit, remove, activity] = paletteEntries('main', acts);
    enable?.open?.();
    expect(ask).toHaveBeenCalledOnce();
    expect(onSelect).not.toHaveBeenCalled();
    expect(edit).toMatchObject({ hint: 'main', href: '/simulator/queues/main/edit' });
    expect(remove).toEqual({ id: 'act main delete', label: 'Delete…', hint: 'main', note: expect.anything() });
    expect(remove?.note).toContain('Operators may.');
    expect(activity?.href).toBe('/simulator/activity?subject=queue%20main');
  });
});
