import type { CertificateFound } from '../finding.ts';
import type { Condition, Millis } from '../model.ts';
import { utcText } from '../time.ts';
import { distrustText } from './distrust.ts';
import type { Certificate, Peer } from './peer.ts';

const day: Millis = 86_400_000;
/** A certificate that ends in fewer days is marked, unless the config says otherwise. */
export const usualDays = 14;
/** Names of a certificate in a sentence, and the UTF-16 units of one. */
const mostNames = 3;
const longest = 80;

/** Whole days until a certificate ends; negative after its end. */
export function daysLeft({ until }: Pick<Certificate, 'until'>, now: Millis): number {
	return Math.floor((until - now) / day);
}

function daysText(days: number): string {
	if (days < 1) return 'less than a day';
	return days === 1 ? '1 day' : `${days} days`;
}

const dateText = (at: Millis): string => utcText(at).slice(0, 10);

/** That a certificate ends, in words: `ends in 9 days (2026-05-01)`. */
export function endText({ until }: Pick<Certificate, 'until'>, now: Millis): string {
	const date = dateText(until);
	return until > now
		? `ends in ${daysText(daysLeft({ until }, now))} (${date})`
		: `ended ${daysText(Math.floor((now - until) / day))} ago (${date})`;
}

function namesText({ names, subject }: Certificate): string {
	const all = names.length > 0 ? names : [subject === '' ? 'nobody' : subject];
	const shown = all.slice(0, mostNames).map((name) => name.slice(0, longest));
	return all.length > mostNames ? `${shown.join(', ')} and ${all.length - mostNames} more` : shown.join(', ');
}

/** A chain of which any certificate has ended is not trusted: which one it is, and for how long. */
function distrustSentence(code: string, { chain }: Peer, now: Millis): string {
	const above = chain.slice(1).find(({ until }) => until <= now);
	if (code === 'CERT_HAS_EXPIRED' && above !== undefined)
		return `the certificate of its authority ${above.subject.slice(0, longest)} ${endText(above, now)}`;
	const why = distrustText(code) ?? `its certificate is not trusted (${code.slice(0, longest)})`;
	const { issuer, subject } = chain[0];
	return issuer === '' || issuer === subject ? why : `${why}: signed by ${issuer.slice(0, longest)}`;
}

/** What is wrong with what a server showed, in words; undefined when nothing is. Its end comes first: it is the commonest. */
function fault(peer: Peer, now: Millis): string | undefined {
	const [leaf] = peer.chain;
	if (leaf.until <= now) return `the certificate ${endText(leaf, now)}`;
	if (leaf.from > now) return `the certificate is valid only from ${dateText(leaf.from)}`;
	if (!peer.fits) return `the certificate is for ${namesText(leaf)}, not for ${peer.asked.slice(0, longest)}`;
	return peer.distrust === undefined ? undefined : distrustSentence(peer.distrust, peer, now);
}

/**
 * What a handshake means: down when no client would go on, degraded when the server's own certificate ends in fewer than
 * `days`. An old certificate that is sent along and not needed does no harm, so the others' ends count only by the trust.
 */
export function verdictOf(peer: Peer, days: number, now: Millis): Omit<Condition, 'since'> {
	const wrong = fault(peer, now);
	if (wrong !== undefined) return { is: 'down', because: wrong };
	const [leaf] = peer.chain;
	const left = daysLeft(leaf, now);
	if (left < days) return { is: 'degraded', because: `the certificate ${endText(leaf, now)}` };
	const protocol = peer.protocol.replace(/^TLSv/, 'TLS ');
	return {
		is: 'ok',
		because: `certificate for ${daysText(left)} more, by ${leaf.issuer.slice(0, longest)}, ${protocol}`,
	};
}

/** The server's own certificate, for the lists of certificates. */
export function certificateFound({ chain: [leaf], asked }: Peer): CertificateFound {
	const name = leaf.subject === '' ? (leaf.names[0] ?? asked) : leaf.subject;
	return { is: 'certificate', name, by: leaf.issuer, until: leaf.until };
}
