/** Which of the two themes holds: the system's, or one chosen here and kept in a cookie so that the server draws it. */
export const THEMES = ['system', 'dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

export const THEME_COOKIE = 'batchdeck_theme';

/** Narrows a cookie's text; anything else is the system's. */
export function parseTheme(text: string | undefined): Theme {
  return THEMES.find((theme) => theme === text) ?? 'system';
}

/** Keeps a choice for a year and draws it at once. CookieStore would need https, so it is the document's own cookie. */
export function chooseTheme(theme: Theme): void {
  Reflect.set(document, 'cookie', `${THEME_COOKIE}=${theme}; path=/; max-age=31536000; samesite=lax`);
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
