/** How the portal looks in this browser; each choice is a cookie, so that the server draws it so at once. */
export const DISPLAY = {
  theme: {
    label: 'Theme',
    cookie: 'batchdeck_theme',
    choices: { system: 'As the system', dark: 'Dark', light: 'Light' },
    usual: 'system',
  },
  contrast: {
    label: 'Contrast',
    cookie: 'batchdeck_contrast',
    choices: { system: 'As the system', more: 'High' },
    usual: 'system',
  },
  density: {
    label: 'Rows',
    cookie: 'batchdeck_density',
    choices: { '28': '28 px, dense', '32': '32 px', '40': '40 px, roomy' },
    usual: '32',
  },
} as const;

export type DisplayPart = keyof typeof DISPLAY;
export type Display = Record<DisplayPart, string>;
export const DISPLAY_PARTS = Object.keys(DISPLAY).filter((part): part is DisplayPart => part in DISPLAY);

/** What cookies say; a text that is no choice is the usual one. */
export function readDisplay(cookieOf: (name: string) => string | undefined): Display {
  const read = (part: DisplayPart) => {
    const { cookie, choices, usual } = DISPLAY[part];
    const text = cookieOf(cookie);
    return text !== undefined && Object.hasOwn(choices, text) ? text : usual;
  };
  return { theme: read('theme'), contrast: read('contrast'), density: read('density') };
}

/** The attributes of `<html>` that draw it; usual choices need none. */
export function displayAttributes(display: Display): Record<`data-${string}`, string> {
  return Object.fromEntries(
    DISPLAY_PARTS.filter((part) => display[part] !== DISPLAY[part].usual).map((part) => [
      `data-${part}`,
      display[part],
    ]),
  );
}

/** Keeps a choice for a year and draws it at once. CookieStore would need https, so it is the document's own cookie. */
export function chooseDisplay(part: DisplayPart, choice: string): void {
  const { cookie, usual } = DISPLAY[part];
  Reflect.set(document, 'cookie', `${cookie}=${choice}; path=/; max-age=31536000; samesite=lax`);
  if (choice === usual) delete document.documentElement.dataset[part];
  else document.documentElement.dataset[part] = choice;
}
