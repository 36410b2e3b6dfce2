import type { Millis } from '../../../core/model.ts';
import { utcText } from '../../../core/time.ts';

/** What a script of a simulated host is run on. `began`: the beginning of the simulation. */
export interface Ground {
	readonly host: string;
	readonly seed: number;
	readonly began: Millis;
	readonly booted: Millis;
	readonly now: Millis;
}

const days = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'] as const;

/** A time as systemd writes it with TZ=UTC: `Sat 2026-11-21 02:00:00 UTC`. */
export function systemdText(at: Millis): string {
	// 1 January 1970 was a Thursday.
	const day = days[Math.floor(at / 86_400_000) % 7] ?? '';
	return `${day} ${utcText(at).slice(0, -1).replace('T', ' ')} UTC`;
}

/** The units of `systemctl show`, each line behind a key, an empty one between two units. */
export function shownUnits(
	key: string,
	units: readonly Readonly<Record<string, string | number>>[],
): readonly string[] {
	return units.flatMap((unit, index) => [
		...(index === 0 ? [] : [`${key}=`]),
		...Object.entries(unit).map(([name, value]) => `${key}=${name}=${value}`),
	]);
}

/** Whole seconds, as `date +%s` prints them. */
export function seconds(at: Millis): number {
	return Math.floor(at / 1000);
}
