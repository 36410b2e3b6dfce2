import type { Fleet } from '../config/fleet.ts';
import { environmentOf } from '../ids.ts';
import { listed } from '../listed.ts';
import type { Failure, Service } from '../model.ts';
import { drills } from './drills/index.ts';
import type { Drill } from './model.ts';

/** Whether a drill can be done outside the demo at all, and is allowed to break this service; why not, with what to do instead. */
export function undrillable(
	{ name, elsewhere }: Drill,
	of: string,
	{ environments }: Pick<Fleet, 'environments'>,
): Failure | undefined {
	const demo = `watchdeck demo --drill ${name}`;
	if (elsewhere !== 'stop') {
		const others = drills.filter((drill) => drill.elsewhere === 'stop').map((drill) => drill.name);
		const message = `${name} is only done in the demo: ${elsewhere.none}.`;
		return { kind: 'refused', message, fix: `Practise it there: ${demo}. Elsewhere can be done: ${listed(others)}.` };
	}
	const environment = environmentOf(of);
	const protection = environments.find((one) => one.name === environment)?.protection ?? 'protected';
	if (protection === 'open') return undefined;
	return {
		kind: 'refused',
		message: `A drill breaks what it is pointed at, and ${of} is in ${environment}, whose protection is ${protection}.`,
		fix: `Point it at an environment whose \`protection\` is \`open\` in the config, or practise on the demo: ${demo}.`,
	};
}

/** Why a service as it is now cannot be broken for a drill; undefined when it can. */
export function unbreakable({ id, hosts }: Pick<Service, 'id' | 'hosts'>, is: string): Failure | undefined {
	const fix = 'Point the drill at another service.';
	if (hosts.length !== 1)
		return { kind: 'refused', message: `${id} runs on ${hosts.length} hosts; a drill breaks what runs on one.`, fix };
	if (is === 'ok') return undefined;
	return { kind: 'refused', message: `${id} is ${is}; a drill breaks what works.`, fix: `Recover it first. ${fix}` };
}
