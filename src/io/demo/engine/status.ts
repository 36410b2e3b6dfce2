import type { Millis } from '../../../core/model.ts';
import { healthAt } from './health.ts';
import type { Container, DemoImage } from './types.ts';

const steps: readonly (readonly [number, string, number])[] = [
	[2, 'year', 365 * 24 * 3600],
	[2, 'month', 30 * 24 * 3600],
	[2, 'week', 7 * 24 * 3600],
	[2, 'day', 24 * 3600],
];

/** A length of time as docker says it: `3 minutes`, `About an hour`. Source: docker/go-units `duration.go`. */
function lengthOf(length: Millis): string {
	const seconds = Math.floor(length / 1000);
	const hours = Math.round(seconds / 3600);
	if (seconds < 1) return 'Less than a second';
	if (seconds === 1) return '1 second';
	if (seconds < 60) return `${seconds} seconds`;
	if (seconds < 120) return 'About a minute';
	if (seconds < 3600) return `${Math.floor(seconds / 60)} minutes`;
	if (hours === 1) return 'About an hour';
	if (hours < 48) return `${hours} hours`;
	const fit = steps.find(([least, , unit]) => seconds >= least * unit) ?? [2, 'day', 24 * 3600];
	return `${Math.floor(seconds / fit[2])} ${fit[1]}s`;
}

/** `Status` of the list of containers: `Up 3 minutes (healthy)`. */
export function statusOf(container: Container, image: DemoImage | undefined, now: Millis): string {
	const since = lengthOf(now - (container.started ?? now));
	const ago = `(${container.exit}) ${lengthOf(now - (container.finished ?? now))} ago`;
	switch (container.state) {
		case 'created':
			return 'Created';
		case 'paused':
			return `Up ${since} (Paused)`;
		case 'restarting':
			return `Restarting ${ago}`;
		case 'exited':
			return `Exited ${ago}`;
		case 'running': {
			const health = healthAt(container, image, now);
			if (health === 'none') return `Up ${since}`;
			return `Up ${since} (${health === 'starting' ? 'health: starting' : health})`;
		}
	}
}
