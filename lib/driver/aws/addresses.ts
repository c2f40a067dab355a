import { lookup as lookupHost } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Addresses at which machines give out credentials, or that are no machine's: never an endpoint. */
const NEVER = new BlockList();
NEVER.addSubnet('169.254.0.0', 16, 'ipv4');
NEVER.addSubnet('0.0.0.0', 8, 'ipv4');
NEVER.addSubnet('224.0.0.0', 3, 'ipv4');
NEVER.addSubnet('fe80::', 10, 'ipv6');
NEVER.addSubnet('ff00::', 8, 'ipv6');
NEVER.addAddress('fd00:ec2::254', 'ipv6');
NEVER.addAddress('fd00:ec2::23', 'ipv6');
NEVER.addAddress('::', 'ipv6');

/** Addresses of this machine and of the network that it stands in. */
const PRIVATE = new BlockList();
PRIVATE.addSubnet('10.0.0.0', 8, 'ipv4');
PRIVATE.addSubnet('100.64.0.0', 10, 'ipv4');
PRIVATE.addSubnet('127.0.0.0', 8, 'ipv4');
PRIVATE.addSubnet('172.16.0.0', 12, 'ipv4');
PRIVATE.addSubnet('192.0.0.0', 24, 'ipv4');
PRIVATE.addSubnet('192.168.0.0', 16, 'ipv4');
PRIVATE.addSubnet('198.18.0.0', 15, 'ipv4');
PRIVATE.addAddress('::1', 'ipv6');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');

export type AddressVerdict = 'public' | 'private' | 'never';

/** The IPv4 address that an IPv6 one carries (mapped, or by NAT64), which is where the packets go. */
function carried(address: string): string | null {
  const dotted = /^(?:::ffff:|64:ff9b::)(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (dotted !== null) return dotted[1] ?? null;
  const hex = /^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address);
  if (hex === null) return null;
  const [high, low] = [Number.parseInt(hex[1] ?? '', 16), Number.parseInt(hex[2] ?? '', 16)];
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** Of which kind an IP address is. */
export function judgeAddress(address: string): AddressVerdict {
  const inner = carried(address);
  if (inner !== null) return judgeAddress(inner);
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0 || NEVER.check(address, family)) return 'never';
  return PRIVATE.check(address, family) ? 'private' : 'public';
}

/** An address that may not be asked. Match it by name. */
class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
}

/** Throws an AddressRefusedError where this connection may not speak to the address. */
export function checkAddress(address: string, host: string, allowPrivate: boolean): void {
  const verdict = judgeAddress(address);
  const where = host === address ? address : `${host} (${address})`;
  if (verdict === 'never') throw new AddressRefusedError(`${where} is an address that no endpoint may have.`);
  if (verdict === 'private' && !allowPrivate) {
    throw new AddressRefusedError(`${where} is a private address: this connection may not use one.`);
  }
}

/**
 * A name's address, checked each time a connection is opened: what is checked is what is spoken to, whatever the name says
 * the next time.
 */
export function guardedLookup(allowPrivate: boolean): LookupFunction {
  return (host, options, callback) => {
    lookupHost(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '', 0);
      try {
        for (const { address } of found) checkAddress(address, host, allowPrivate);
      } catch (refused) {
        return callback(refused instanceof Error ? refused : new Error(String(refused)), '', 0);
      }
      if (options.all === true) return callback(null, found);
      callback(null, found[0]?.address ?? '', found[0]?.family ?? 0);
    });
  };
}
