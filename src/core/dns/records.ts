import { z } from 'zod';
import type { Reply } from '../call.ts';

/** The types of records that can be asked for. */
export const recordTypes = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT'] as const;
export type RecordType = (typeof recordTypes)[number];

/** So many records are taken of an answer: no name that is asked for by a probe has more. */
const most = 200;
const texts = z.array(z.string());

/** The records of a DNS reply, as texts; MX stand as `10 mail.example.com`. Its JSON was written by `io/dns.ts`. */
export function recordsOf({ text }: Reply): readonly string[] {
	return texts.parse(JSON.parse(text)).slice(0, most);
}

/**
 * The addresses that `getent ahostsv4` or `ahostsv6` prints: the first word of each line, each once. Asked for IPv6 it
 * also gives IPv4 addresses, in the form `::ffff:192.0.2.1`: they are no AAAA records.
 */
export function addressesOf(text: string, type: 'A' | 'AAAA'): readonly string[] {
	const form = type === 'A' ? z.ipv4() : z.ipv6();
	const words = text.split('\n').flatMap((line) => line.trim().split(/\s+/, 1));
	const found = words.filter((word) => form.safeParse(word).success && !/^::ffff:\d+\./i.test(word));
	return [...new Set(found)].slice(0, most);
}
