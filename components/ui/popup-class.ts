/** What floats: menu, select, tooltip. One ground, one border, the one shadow. */
export const POPUP_CLASS =
  'rounded-float border border-ln bg-bg1 p-1 shadow-float outline-none origin-[var(--transform-origin)] ' +
  'transition-[opacity,transform] duration-120 ease-out data-starting-style:opacity-0 data-ending-style:opacity-0';
