import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Of IPv4, whatever leads to no public host: private, loopback, link-local, shared, documentation, multicast, reserved. */
const V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Of global unicast (2000::/3): what carries an IPv4 address inside (Teredo, 6to4), documentation, benchmarks, ORCHID. */
const V6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const refused = new BlockList();
for (const [network, prefix] of V4) refused.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of V6) refused.addSubnet(network, prefix, 'ipv6');
const unicast = new BlockList();
unicast.addSubnet('2000::', 3, 'ipv6');

/**
 * Whether an IP address is one of the public internet. IPv6 outside global unicast is not: that leaves out loopback,
 * link-local, unique local and every way to write an IPv4 address in IPv6.
 *
 * @see IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890)
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !refused.check(address, 'ipv4');
  // A zone (fe80::1%eth0) is of a link.
  return isIPv6(address) && !address.includes('%') && unicast.check(address, 'ipv6') && !refused.check(address, 'ipv6');
}
