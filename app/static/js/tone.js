// A soft tone that rises with the breath in and falls with the breath out. Made only once somebody has asked for it.
const LOW = 196;
const HIGH = 262;
const LOUD = 0.06;

export function tone() {
  const air = new AudioContext();
  const voice = air.createOscillator();
  const volume = air.createGain();
  volume.gain.value = 0;
  voice.frequency.value = LOW;
  voice.connect(volume).connect(air.destination);
  voice.start();
  const glide = (parameter, value, seconds) => {
    parameter.cancelScheduledValues(air.currentTime);
    parameter.setValueAtTime(parameter.value, air.currentTime);
    parameter.linearRampToValueAtTime(value, air.currentTime + seconds);
  };
  return {
    breathe(isIn, seconds) {
      glide(voice.frequency, isIn ? HIGH : LOW, seconds);
      glide(volume.gain, isIn ? LOUD : LOUD / 3, seconds);
    },
    hush: () => glide(volume.gain, 0, 0.2),
  };
}
