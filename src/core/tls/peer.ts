import type { Millis } from '../model.ts';

/** A certificate of a chain, its texts as they stand in it. `from` and `until` bound the time in which it counts. */
export interface Certificate {
	/** Whom it is for, the common name; empty where it has none. */
	readonly subject: string;
	/** Who signed it: the common name, else the organization. */
	readonly issuer: string;
	/** The names and addresses it is for (subject alternative names). */
	readonly names: readonly string[];
	readonly from: Millis;
	readonly until: Millis;
}

/** What a server showed in a TLS handshake, and what is to be thought of it. */
export interface Peer {
	/** `TLSv1.3`, `TLSv1.2`. */
	readonly protocol: string;
	/** The name that its certificate was held against. */
	readonly asked: string;
	/** Whether its certificate is for that name. */
	readonly fits: boolean;
	/** OpenSSL's code for why the chain is not trusted, e.g. `CERT_HAS_EXPIRED`; missing where it is. */
	readonly distrust?: string;
	/** As the server sent it, its own certificate first; the authority's is mostly not among them. */
	readonly chain: readonly [Certificate, ...(readonly Certificate[])];
}

/** Words in which some protocols ask for TLS on a port that begins without it. */
export const starttls = ['smtp', 'imap', 'postgres'] as const;
export type Starttls = (typeof starttls)[number];

/** Why nothing is to be told to a server: OpenSSL's code, or Node's where the certificate is for another name. */
export function distrustOf({ distrust, fits }: Peer): string | undefined {
	return distrust ?? (fits ? undefined : 'ERR_TLS_CERT_ALTNAME_INVALID');
}
