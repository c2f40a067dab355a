'use client';

import { useState } from 'react';
import { Panel } from '../ui/panel';
import { SegmentedControl } from '../ui/segmented-control';
import { chooseDisplay, DISPLAY, DISPLAY_PARTS, type Display } from './display';

/** Theme, contrast and density of this browser, each drawn at once. */
export function DisplaySettings({ display }: { display: Display }) {
  const [chosen, setChosen] = useState(display);
  return (
    <Panel title="Display" unit="in this browser">
      <div className="flex flex-col gap-4">
        {DISPLAY_PARTS.map((part) => (
          <div key={part} className="flex flex-wrap items-center gap-x-6 gap-y-2">
            <span className="w-20 text-13 text-tx2">{DISPLAY[part].label}</span>
            <SegmentedControl
              label={DISPLAY[part].label}
              options={Object.entries(DISPLAY[part].choices).map(([value, label]) => ({ value, label }))}
              value={chosen[part]}
              onChange={(choice) => {
                setChosen({ ...chosen, [part]: choice });
                chooseDisplay(part, choice);
              }}
            />
          </div>
        ))}
      </div>
    </Panel>
  );
}
