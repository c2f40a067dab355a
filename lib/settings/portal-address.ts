/** Under which address a browser on this machine reaches the portal. */
export function portalAddress(settings: { readonly host: string; readonly port: number }): string {
  const host = ['0.0.0.0', '::'].includes(settings.host) ? 'localhost' : settings.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${settings.port}`;
}
