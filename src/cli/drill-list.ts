import { drillOf, drills } from '../core/drill/drills/index.ts';
import type { Drill } from '../core/drill/model.ts';
import type { Result } from '../core/model.ts';

/** The drills, a line each, with where they can be done. */
export const drillList = (): string => {
	const widest = Math.max(...drills.map(({ name }) => name.length));
	const lines = drills.map(({ name, about, severity, elsewhere }) => {
		const where = elsewhere === 'stop' ? '' : ' (demo only)';
		return `  ${name.padEnd(widest)}  ${severity}  ${about}${where}`;
	});
	return [
		'Drills:',
		...lines,
		'',
		'On the simulated fleet:       watchdeck demo --drill NAME',
		'On a service of your own,',
		'where `protection` is `open`: watchdeck drill NAME ENV/SERVICE',
	].join('\n');
};

/** The drill of this name, or what there is instead. */
export const drillNamed = (name: string): Result<Drill> => {
	const value = drillOf(name);
	if (value !== undefined) return { ok: true, value };
	const message = `There is no drill ${name}.`;
	return {
		ok: false,
		failure: { kind: 'missing', message, fix: `One of: ${drills.map((drill) => drill.name).join(', ')}` },
	};
};
