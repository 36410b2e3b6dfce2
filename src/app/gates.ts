import type { Judging } from '../actions/checks.ts';
import type { Surroundings } from '../actions/gates.ts';
import type { Outside } from '../actions/running.ts';
import type { State } from '../core/state.ts';

/** What gates look at beside the service that is deployed: the others, and the lines under `probes`. */
export const surroundingsIn = ({ services, fleet }: State): Surroundings => ({
	peer: (id) => {
		const service = services[id];
		const spec = fleet.services.find(({ environment, name }) => `${environment}/${name}` === id);
		return { ...(service === undefined ? {} : { service }), ...(spec === undefined ? {} : { spec }) };
	},
	lines: fleet.probes ?? [],
	datasets: fleet.datasets ?? [],
});

/** Judging before there is a run: gates are looked at while a plan is made. */
export const judgingBy = ({
	read,
	now,
	wait,
	signal,
	stop,
}: Pick<Outside, 'read' | 'now' | 'wait' | 'signal' | 'stop'>): Judging => {
	const either = AbortSignal.any([signal, stop]);
	return {
		read: (probe, carry) => read(probe, either, carry),
		now,
		wait: (length) => wait(length, either),
		stopped: () => either.aborted,
	};
};
