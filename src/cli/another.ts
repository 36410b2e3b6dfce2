import type { Quiet } from '../app/run-headless.ts';
import type { Release, Service } from '../core/model.ts';
import { askPerson } from './agree.ts';
import { print, printProgress } from './print.ts';

/** The releases that one can go back to now, other than the one that runs. */
const targetsOf = ({ releases }: Service): readonly Release[] =>
	releases.filter(({ can, image }) => (can === 'ready' || can === 'pull') && image !== undefined);

/** The image id of the release that an answer names: by its number in the list, or by its label. */
export const chosenIn = (service: Service, answer: string): string | undefined => {
	const targets = targetsOf(service);
	const byNumber = /^\d{1,3}$/.test(answer) ? targets[Number(answer) - 1] : undefined;
	return (byNumber ?? targets.find(({ label }) => label === answer))?.image?.id;
};

/** Asks a person which release it is to be instead, of those that one can go back to; undefined: none. */
export const askTarget = async ({ state }: Quiet, id: string): Promise<string | undefined> => {
	const service = state().services[id];
	const targets = service === undefined ? [] : targetsOf(service);
	if (service === undefined || targets.length === 0) {
		printProgress(`There is no other release of ${id} that one can go back to.`);
		return undefined;
	}
	const rows = targets.map(({ label, image, can }, index) => {
		const readiness = can === 'pull' ? 'its image is pulled first' : 'ready';
		return `${index + 1}  ${label}  ${image?.id.replace('sha256:', '').slice(0, 12)}  ${readiness}`;
	});
	print(rows.join('\n'));
	return chosenIn(service, await askPerson('Which one? '));
};
