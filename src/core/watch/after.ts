import type { AfterSpec, ServiceSpec } from '../config/fleet.ts';
import { lineProbe, lineSays } from '../config/line-probe.ts';
import type { Millis } from '../model.ts';
import type { Check } from '../plan.ts';

/** So long errors are looked at after a deploy, where nothing else is said. */
const usualLong: Millis = 600_000;

/** What is read after the proof of a deploy, in the order of the config: migrations, smoke tests. */
export function afterChecks(after: AfterSpec | undefined): readonly Check[] {
	return (after?.checks ?? []).map(({ line, within }) => ({
		say: `${line.name}: ${lineSays(line)}`,
		probe: lineProbe(line),
		holds: 'again',
		times: 1,
		within,
	}));
}

/** A service as it is watched after a deploy: for as long as its list says, by the share of errors that it allows. */
export function watchedAfter(spec: ServiceSpec): ServiceSpec {
	const { after, thresholds, metrics } = spec;
	if (after === undefined) return spec;
	const watch = after.lasts ?? spec.watch ?? (metrics === undefined ? undefined : usualLong);
	const strict = { ...spec, thresholds: { ...thresholds, errorRatio: after.errors } };
	return watch === undefined ? strict : { ...strict, watch };
}
