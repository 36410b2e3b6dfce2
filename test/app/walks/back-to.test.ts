import { afterEach, expect, test } from 'vitest';
import { aState } from '../../support/plans.ts';
import { makeWorld } from './world.ts';

let world: ReturnType<typeof makeWorld> | undefined;
afterEach(() => world?.remove());

/** A walk whose one step rolls back to the release of this name was begun, and that step done. */
const rolledBack = async (to: string) => {
	const back = `# Back\n\n\`\`\`sh {action=rollback to=${to}}\nwatchdeck rollback\n\`\`\`\n`;
	const made = makeWorld({ back });
	world = made;
	await made.open('back');
	await made.run('back');
	return made;
};

test('a roll back to a release by its label is to its image', async () => {
	const { events } = await rolledBack('v410');
	const image = aState().services['production/api']?.releases.find(({ label }) => label === 'v410')?.image?.id;
	expect(image).toBeDefined();
	expect(events.find(({ type }) => type === 'action/wanted')).toMatchObject({
		want: { action: 'rollback', to: image },
	});
});

test('to one that there is not is none, and it says which there are', async () => {
	const { events, messages } = await rolledBack('v1');
	expect(events.some(({ type }) => type === 'action/wanted')).toBe(false);
	expect(messages().join()).toContain('has no release v1');
});
