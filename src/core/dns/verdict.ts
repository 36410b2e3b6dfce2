import type { Condition, Millis } from '../model.ts';
import { spoken } from '../silence.ts';
import type { RecordType } from './records.ts';

/** Records in a sentence, and the UTF-16 units of one. */
const mostNamed = 3;
const longest = 60;

/** A record in the one form in which it is compared: names have no case and no dot at their end. */
export function plainRecord(record: string, type: RecordType): string {
	switch (type) {
		case 'TXT':
		case 'A':
			return record.trim();
		case 'AAAA':
			return addressText(record.trim());
		case 'CNAME':
		case 'NS':
			return nameText(record.trim());
		case 'MX':
			return nameText(record.trim().replace(/\s+/g, ' '));
	}
}

const nameText = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** An IPv6 address in its shortest form (RFC 5952), as the URL standard writes it; what is none stays as it is. */
function addressText(address: string): string {
	const url = `http://[${address}]/`;
	return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : address;
}

/** What was asked of a name, and what its records must be; with none expected, that there is one. */
export interface DnsAsked {
	readonly name: string;
	readonly type: RecordType;
	readonly expect?: readonly string[];
}

/** What a DNS server said: its code (RCODE, RFC 1035 §4.1.1), the records, and how long it took. */
export interface DnsSaid {
	readonly code: number;
	readonly records: readonly string[];
	readonly took: Millis;
}

const refusals: Readonly<Record<number, string>> = {
	1: 'the DNS server does not understand the question',
	2: 'the DNS server fails (SERVFAIL): it cannot ask the servers of the domain, or does not trust what they say',
	4: 'the DNS server cannot answer such questions',
	5: 'the DNS server refuses to answer',
};

function listText(records: readonly string[]): string {
	const named = records.slice(0, mostNamed).map((one) => (one.length > longest ? `${one.slice(0, longest)}…` : one));
	return records.length > mostNamed ? `${named.join(', ')} and ${records.length - mostNamed} more` : named.join(', ');
}

/**
 * What is missing or too much among the records, in words. Names have texts of many owners, so that more of them than
 * are expected are no fault; an address more is one that somebody is sent to.
 */
function difference(expected: readonly string[], found: readonly string[], type: RecordType): string | undefined {
	const wanted = expected.map((one) => plainRecord(one, type));
	const missing = wanted.filter((one) => !found.includes(one));
	if (missing.length > 0) return `not ${listText(missing)}`;
	const odd = type === 'TXT' ? [] : found.filter((one) => !wanted.includes(one));
	return odd.length > 0 ? `${listText(odd)} is not expected` : undefined;
}

const recordFix = 'Correct the records at the DNS of the domain, or what is expected of them in the config.';
const serverFix = 'Look at that DNS server, or ask another one: `server`.';

/** What the answer of the DNS means: down when there is no such record, or another than is expected. */
export function dnsVerdict(
	{ code, records, took }: DnsSaid,
	{ name, type, expect }: DnsAsked,
): Omit<Condition, 'since'> {
	if (code === 3) return { is: 'down', because: `there is no name ${name}`, fix: recordFix };
	if (code !== 0)
		return { is: 'down', because: refusals[code] ?? `the DNS server answers with code ${code}`, fix: serverFix };
	if (records.length === 0) return { is: 'down', because: `${name} has no ${type} record`, fix: recordFix };
	const found = records.map((record) => plainRecord(record, type));
	const wrong = expect === undefined ? undefined : difference(expect, found, type);
	const said = `${type} ${listText(found)}`;
	return wrong === undefined
		? { is: 'ok', because: `${said} in ${spoken(took)}` }
		: { is: 'down', because: `${said}: ${wrong}`, fix: recordFix };
}
