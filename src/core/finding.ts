import type { Millis } from './model.ts';

/** A certificate that a server showed. `until`: the end of its time; `name`: whom it is for; `by`: who signed it. */
export interface CertificateFound {
	readonly is: 'certificate';
	readonly name: string;
	readonly by: string;
	readonly until: Millis;
}

/** One thing that a probe found, for the screen that lists its like. Probes add their own kinds here. */
export type Finding = CertificateFound;
