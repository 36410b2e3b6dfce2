import { afterAll, afterEach, beforeAll } from 'vitest';
import { type Lab, startLab } from '../lab/lab.ts';
import { deploy, type Ends, makeEnds } from './scene.ts';

/**
 * A lab, within reach of ssh, in which `api` serves all tests of the `describe` that calls: `started` is given it before
 * the first of them. Gives what undoes after each test what that began.
 */
export function serveAll(started: (lab: Lab) => void): Ends {
	let lab: Lab | undefined;
	const ends = makeEnds();
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], ssh: true });
		started(lab);
		await deploy(lab, 'app:v1');
	});
	afterEach(ends.all);
	afterAll(() => lab?.stop());
	return ends;
}
