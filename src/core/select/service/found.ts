import type { AlertFound, CertificateFound, Finding, SecurityFound, UnitFound } from '../../finding.ts';
import { lengthText } from '../../length-text.ts';
import type { Millis } from '../../model.ts';
import type { State } from '../../state.ts';
import { endText } from '../../tls/verdict.ts';
import { headed, type TextLine, type Tone } from '../text/line.ts';

/** What is shown of one finding; the lower its rank, the earlier it stands. */
interface Found {
	readonly rank: number;
	readonly head: string;
	readonly text: string;
	readonly tone: Tone;
}

/** Cells before what is said. */
const head = 13;

const day: Millis = 86_400_000;
/** A certificate with fewer days left stands among the first. */
const soon = 14;

const joined = (...parts: readonly (string | undefined)[]): string =>
	parts.filter((part) => part !== undefined && part !== '').join(', ');

function ofAlert({ name, state, severity, since, labels, summary }: AlertFound, now: Millis): Found {
	const age = since === undefined ? undefined : `for ${lengthText(now - since)}`;
	const isFiring = state === 'firing';
	const text = joined(`${name} ${state}`, severity, age, summary, labels);
	return { rank: isFiring ? 0 : 3, head: 'alert', text, tone: isFiring ? 'bad' : 'warn' };
}

function ofCertificate({ name, by, until }: CertificateFound, now: Millis): Found {
	const days = Math.floor((until - now) / day);
	const text = joined(`${name} ${endText({ until }, now)}`, `signed by ${by}`);
	if (days >= soon) return { rank: 8, head: 'certificate', text, tone: 'plain' };
	return { rank: days < 0 ? 1 : 4, head: 'certificate', text, tone: days < 0 ? 'bad' : 'warn' };
}

function ofUnit({ name, active, sub, since, restarts = 0, exit, result }: UnitFound, now: Millis): Found {
	const isFailed = active === 'failed';
	const text = joined(
		`${name} ${active} (${sub})`,
		isFailed && result !== undefined ? result : undefined,
		exit === undefined || exit === 0 ? undefined : `exit ${exit}`,
		since === undefined ? undefined : `for ${lengthText(now - since)}`,
		restarts === 0 ? undefined : `${restarts} restarts`,
	);
	return { rank: isFailed ? 2 : 9, head: 'unit', text, tone: isFailed ? 'bad' : 'plain' };
}

function ofSecurity({ about, state, says, fix }: SecurityFound): Found {
	const text = fix === undefined ? says : `${says.replace(/\.$/, '')}; fix: ${fix}`;
	switch (state) {
		case 'concern':
			return { rank: 5, head: about, text, tone: 'warn' };
		case 'unknown':
			return { rank: 6, head: about, text, tone: 'unknown' };
		case 'fine':
			return { rank: 10, head: about, text: says, tone: 'plain' };
	}
}

/** Jobs, backups and releases have screens of their own. */
function foundOf(finding: Finding, now: Millis): readonly Found[] {
	switch (finding.is) {
		case 'alert':
			return [ofAlert(finding, now)];
		case 'certificate':
			return [ofCertificate(finding, now)];
		case 'unit':
			return [ofUnit(finding, now)];
		case 'security':
			return [ofSecurity(finding)];
		case 'job':
		case 'backup':
		case 'release':
			return [];
	}
}

/** What probes found of a service or host that no screen of its own lists: alerts, certificates, units; the worst first. */
export function foundLines(state: State, id: string, now: Millis, width: number): readonly TextLine[] {
	return Object.values(state.layers[id] ?? {})
		.flatMap(({ findings = [] }) => findings)
		.flatMap((finding) => foundOf(finding, now))
		.toSorted((a, b) => a.rank - b.rank || (a.text < b.text ? -1 : 1))
		.flatMap((found) => headed(found.head.padEnd(head), found.text, { width, tone: found.tone }));
}
