'use client';

import {
  cloneElement,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useId,
  useState,
} from 'react';
import { createPortal } from 'react-dom';
import type { Permission } from '@/lib/access';
import { Button, ButtonLink, type ButtonSize, type ButtonVariant } from '../ui/button';
import { Link } from '../ui/link';
import { useMay } from './access';
import type { Asked } from './refusal';

interface ControlProps {
  children?: ReactNode;
  className?: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  'aria-label'?: string;
}

/**
 * A control (Button, IconButton, ButtonLink, Link or button) that a person may use or not. Where not, it stays, is
 * disabled, keeps the focus ring, and a tooltip says who may. A link becomes a button that goes nowhere.
 */
export function Permitted({
  permission,
  where,
  children,
}: {
  permission: Permission;
  where?: Asked;
  children: ReactElement<ControlProps>;
}) {
  const { why } = useMay(permission, where);
  return why === null ? children : <Refused why={why}>{children}</Refused>;
}

/** The same for a reason of one's own: `why` is the sentence. */
export function Refused({ why, children }: { why: string; children: ReactElement<ControlProps> }) {
  const id = useId();
  const [anchor, setAnchor] = useState<DOMRect | null>(null);
  const show = (event: PointerEvent | FocusEvent) => setAnchor(event.currentTarget.getBoundingClientRect());
  const hide = () => setAnchor(null);
  const refused = {
    type: 'button',
    disabled: false,
    'aria-disabled': true,
    'aria-describedby': id,
    title: undefined,
    onPointerEnter: show,
    onPointerLeave: hide,
    onFocus: show,
    onBlur: hide,
    onKeyDown: (event: KeyboardEvent) => event.key === 'Escape' && hide(),
    onClick: (event: MouseEvent) => {
      event.preventDefault();
      event.stopPropagation();
    },
  } as const;
  return (
    <>
      {standIn(children, refused)}
      <span id={id} hidden>
        {why}
      </span>
      {anchor !== null && createPortal(<Tooltip anchor={anchor}>{why}</Tooltip>, document.body)}
    </>
  );
}

function standIn(control: ReactElement<ControlProps>, refused: object): ReactNode {
  const { children, className, variant, size, 'aria-label': label } = control.props;
  const named = { ...(className !== undefined && { className }), ...(label !== undefined && { 'aria-label': label }) };
  if (control.type === ButtonLink) {
    return (
      <Button {...named} {...(variant && { variant })} {...(size && { size })} {...refused}>
        {children}
      </Button>
    );
  }
  if (control.type === Link) {
    return (
      <button {...named} {...refused} type="button">
        {children}
      </button>
    );
  }
  return cloneElement(control, refused);
}

const WIDTH = 280;
const MARGIN = 8;

function Tooltip({ anchor, children }: { anchor: DOMRect; children: ReactNode }) {
  const left = Math.max(MARGIN, Math.min(anchor.left, window.innerWidth - WIDTH - MARGIN));
  const isLow = anchor.bottom > window.innerHeight - 96;
  return (
    <span
      role="tooltip"
      className="fixed z-50 w-max max-w-[280px] rounded-control border border-ln bg-bg3 px-2.5 py-1.5 text-12 text-tx0 shadow-float"
      style={{ left, ...(isLow ? { bottom: window.innerHeight - anchor.top + 6 } : { top: anchor.bottom + 6 }) }}
    >
      {children}
    </span>
  );
}
