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

/** What is wrong, and what to do about it. */
type Fault = Required<Pick<Condition, 'because' | 'fix'>>;

/** What to do about a certificate that ends or has ended. */
export const renewal = 'Renew the certificate, and let the server load the new one.';

/** A chain of which any certificate has ended is not trusted: which one it is, and for how long. */
function distrusted(code: string, peer: Peer, now: Millis): Fault {
	const above = peer.chain.slice(1).find(({ until }) => until <= now);
	if (code === 'CERT_HAS_EXPIRED' && above !== undefined) {
		const because = `the certificate of its authority ${above.subject.slice(0, longest)} ${endText(above, now)}`;
		return { because, fix: 'Let the server send the chain of an authority that has not ended.' };
	}
	const fix = 'Let the server send its whole chain; name an authority of your own in `ca`.';
	return { because: distrustSentence(code, peer), fix };
}

function distrustSentence(code: string, { chain }: Peer): string {
	const why = distrustText(code) ?? `its certificate is not trusted (${code.slice(0, longest)})`;
	const { issuer, subject } = chain[0];
	return issuer === '' || issuer === subject ? why : `${why}: signed by ${issuer.slice(0, longest)}`;
}

/** What is wrong with what a server showed; undefined when nothing is. Its end comes first: it is the commonest. */
function fault(peer: Peer, now: Millis): Fault | undefined {
	const [leaf] = peer.chain;
	if (leaf.until <= now) return { because: `the certificate ${endText(leaf, now)}`, fix: renewal };
	if (leaf.from > now) {
		const because = `the certificate is valid only from ${dateText(leaf.from)}`;
		return { because, fix: 'Check the clock here, and that the server has the right certificate.' };
	}
	if (!peer.fits) {
		const name = peer.asked.slice(0, longest);
		const because = `the certificate is for ${namesText(leaf)}, not for ${name}`;
		return { because, fix: `Give the server a certificate for ${name}, or ask it by a name that it has one for.` };
	}
	return peer.distrust === undefined ? undefined : distrusted(peer.distrust, peer, now);
}

/**
 * What a handshake means: down when no client would go on, degraded when the server's own certificate ends in fewer than
 * `days`. An old certificate that is sent along and not needed does no harm, so the others' ends count only by the trust.
 */
export function verdictOf(peer: Peer, days: number, now: Millis): Omit<Condition, 'since'> {
	const wrong = fault(peer, now);
	if (wrong !== undefined) return { is: 'down', ...wrong, certain: true };
	const [leaf] = peer.chain;
	const left = daysLeft(leaf, now);
	if (left < days) return { is: 'degraded', because: `the certificate ${endText(leaf, now)}`, fix: renewal };
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
