import type { Story } from '../story.ts';

const ua = { leadArea: 'utbildningsadministration', responsible: 'studentservice' } as const;

export const utbildningsadministration: readonly Story[] = [
  {
    title: 'Anmälan till omtentamen stänger innan schemat är klart',
    problem:
      'Studenterna måste anmäla sig till omtentamen tre veckor i förväg, men schemat för nästa period är ofta inte klart då. De anmäler sig till prov som sedan krockar med obligatoriska moment.',
    affected:
      'Omkring 600 studenter varje termin på sjuksköterske- och socionomprogrammen, och våra tre kursadministratörer.',
    cause: 'Anmälningstiden och schemaläggningen följer två olika kalendrar som ingen har jämfört.',
    effect: 'Vi öppnar ungefär 90 anmälningar för hand varje termin.',
    goal: 'Att anmälan öppnar först när schemat har publicerats.',
    school: 'halsa-valfard',
    areas: ['utbildningsadministration'],
    by: 'Karin Holmgren',
    came: -31,
    steps: [
      [-30, 'take'],
      [
        -24,
        'coordinate',
        {
          ...ua,
          actualNeed:
            'En gemensam kalender för schemaläggning och tentamensanmälan, där anmälan öppnar efter att schemat är publicerat.',
          whyItArose:
            'Tidpunkterna sattes när all schemaläggning gjordes ett år i förväg. Så arbetar institutionerna inte längre.',
          size: 'S',
        },
      ],
      [-9, 'raise'],
    ],
  },
  {
    title: 'Studieintyg på engelska tar två veckor',
    problem:
      'Studenter som ska söka till utländska universitet behöver ett intyg på engelska med kursernas innehåll. De får vänta i två veckor, eftersom varje kursplan översätts för hand.',
    affected: 'Cirka 70 studenter per år, de flesta på språk- och ämneslärarkurserna.',
    cause: 'Bara en tredjedel av kursplanerna finns på engelska i Ladok.',
    ifNothing: 'Förra året missade fyra studenter sista ansökningsdag.',
    school: 'sprak-litteratur-larande',
    areas: ['utbildningsadministration'],
    by: 'Jonas Widmark',
    came: -36,
    steps: [
      [
        -35,
        'ask',
        { question: 'Räcker det med kursernas lärandemål på engelska, eller behövs hela kursplanen?' },
      ],
      [
        -32,
        'answer',
        { answer: 'Lärandemål och litteraturlista räcker för de universitet vi brukar ha att göra med.' },
      ],
      [
        -26,
        'coordinate',
        {
          ...ua,
          actualNeed:
            'Lärandemål på engelska i Ladok för alla kurser på grundnivå, så att intyget kan skrivas ut direkt.',
          whyItArose: 'Översättningen har aldrig varit någons uppgift.',
          size: 'M',
        },
      ],
      [-6, 'raise'],
    ],
  },
  {
    title: 'Tillgodoräknanden hanteras på papper',
    problem:
      'En ansökan om tillgodoräknande skrivs ut, undertecknas och går med internpost mellan oss, examensenheten och prefekten. Ingen kan svara studenten på var den är.',
    affected:
      'Studenter som byter till lärarutbildningen från andra lärosäten, omkring 200 ansökningar per år.',
    cause: 'Beslutet fattas av prefekten, och e-tjänsten stannar hos handläggaren.',
    effect: 'Handläggningen tar i snitt nio veckor, varav en handläggare arbetar två timmar.',
    workaround: 'Vi för en egen lista i ett kalkylark.',
    school: 'lararutbildning',
    areas: ['utbildningsadministration'],
    by: 'Maria Sandell',
    came: -27,
    steps: [
      [-26, 'take'],
      [
        -12,
        'coordinate',
        {
          ...ua,
          actualNeed: 'Ett digitalt flöde från ansökan till beslut, där studenten ser var ärendet är.',
          whyItArose: 'E-tjänsten byggdes för ansökan och inte för beslutet.',
          departments: ['it'],
          size: 'M',
        },
      ],
    ],
  },
  {
    title: 'Individuella studieplaner för KPU-studenter saknas i Ladok',
    problem:
      'Studenter på kompletterande pedagogisk utbildning läser kurser i olika ordning. Deras studieplaner finns bara i våra dokument, så antagningen till nästa kurs görs för hand för var och en.',
    affected: '140 studenter och två studievägledare.',
    effect: 'Varje termin blir ett tiotal studenter inte registrerade i tid och får inte sitt studiemedel.',
    deadline: 'term-start',
    school: 'lararutbildning',
    areas: ['utbildningsadministration'],
    by: 'Peter Nyqvist',
    came: -22,
    steps: [
      [-21, 'take'],
      [-20, 'comment', { text: 'Vi har en mall från ett annat lärosäte som jag gärna visar.' }, 'submitter'],
      [
        -4,
        'coordinate',
        {
          ...ua,
          actualNeed: 'Studieplaner som ligger i Ladok och styr antagningen till senare del av program.',
          whyItArose: 'Utbildningen har vuxit från 30 till 140 studenter på tre år.',
          size: 'S',
        },
      ],
    ],
  },
  {
    title: 'VFU-placeringar syns inte i studentens schema',
    problem:
      'Studenterna får sin placering i ett system och sitt schema i ett annat. Dagar på partnerskolan och undervisning på campus dubbelbokas, och ingen ser det förrän studenten hör av sig.',
    affected: '900 lärarstudenter, 60 VFU-lärare och partnerskolorna i nio kommuner.',
    cause: 'Placeringssystemet kan inte lämna uppgifter till schemasystemet.',
    ifNothing: 'Kommunerna har sagt att de minskar antalet platser om bokningarna inte blir säkrare.',
    goal: 'Att studenten ser hela sin vecka på ett ställe.',
    school: 'lararutbildning',
    areas: ['utbildningsadministration', 'infrastruktur'],
    by: 'Helena Åkesson',
    came: -28,
    steps: [
      [-27, 'take'],
      [-25, 'ask', { question: 'Hur tidigt på terminen är placeringarna klara?' }],
      [
        -23,
        'answer',
        { answer: 'Fyra veckor före, utom för dem som byter skola. De kan vara klara först samma vecka.' },
      ],
      [
        -15,
        'coordinate',
        {
          ...ua,
          actualNeed:
            'En överföring av placeringar till schemat varje natt, med de byten som har gjorts under dagen.',
          whyItArose:
            'De två systemen köptes in av olika avdelningar, utan krav på att de skulle kunna tala med varandra.',
          departments: ['it'],
          size: 'L',
        },
      ],
      [-3, 'raise'],
    ],
  },
  {
    title: 'Anpassad examination kräver tre system och fyra mejl',
    problem:
      'När en student har rätt till förlängd skrivtid ska beslutet in i stödsystemet, i tentamenssystemet och i salsbokningen. Vi mejlar uppgifterna mellan oss, också sådant som är känsligt.',
    affected: 'Omkring 180 studenter med beslut om stöd, varje tentamensperiod.',
    cause: 'Inget av systemen kan läsa besluten i de andra.',
    ifNothing:
      'Vi följer inte dataskyddsförordningen, och en student kan bli utan den anpassning som hen har rätt till.',
    deadline: [45, 'law'],
    school: 'kultur-samhalle',
    areas: ['utbildningsadministration'],
    by: 'Anders Björkman',
    came: -178,
    steps: [
      [-177, 'take'],
      [
        -170,
        'coordinate',
        {
          ...ua,
          actualNeed: 'Ett beslut om anpassning som skrivs in en gång och når alla som ska ordna tentamen.',
          whyItArose: 'Systemen infördes vart och ett för sig.',
          size: 'M',
        },
      ],
      [-165, 'raise'],
      [
        -160,
        'advise',
        {
          advice: 'later',
          priority: 'medium',
          goals: ['assignment'],
          reason: 'Leverantören av tentamenssystemet bygger en koppling under året. Vi bör vänta in den.',
        },
      ],
      [
        -156,
        'defer',
        {
          reason: 'Vi väntar på leverantörens koppling och prövar behovet igen när den finns.',
          reviewDate: -24,
        },
      ],
      [
        -20,
        'comment',
        { text: 'Kopplingen finns nu, men den för inte över beslut som gäller flera kurser.' },
      ],
      [
        -11,
        'coordinate',
        {
          ...ua,
          actualNeed:
            'Beslut om anpassning som förs över till tentamen och salsbokning också när de gäller flera kurser.',
          whyItArose: 'Leverantörens koppling löser bara den ena halvan.',
          departments: ['it'],
          size: 'M',
        },
      ],
    ],
  },
  {
    title: 'Resultat från digital tentamen skrivs in två gånger',
    problem:
      'Lärarna rättar i tentamenssystemet och skriver sedan av betygen i Ladok. Det blir fel, och resultaten kommer efter femton arbetsdagar.',
    affected: 'Alla lärare som examinerar digitalt, hos oss 45 personer, och deras studenter.',
    effect: 'Ungefär en av femtio rader blir fel och måste rättas i efterhand.',
    goal: 'Att ett betyg skrivs in en gång.',
    school: 'information-teknik',
    areas: ['utbildningsadministration'],
    by: 'Oskar Lindahl',
    came: -34,
    steps: [
      [-33, 'take'],
      [
        -19,
        'coordinate',
        {
          ...ua,
          actualNeed:
            'Överföring av resultat från tentamenssystemet till Ladok, där läraren bara attesterar.',
          whyItArose: 'Digital tentamen infördes snabbt, och överföringen sköts upp.',
          departments: ['it'],
          size: 'L',
        },
      ],
      [-2, 'raise'],
    ],
  },
  {
    title: 'Timlärare får inte veta när schemat ändras',
    problem:
      'Ändringar i schemat mejlas till anställda, men timlärare har ofta ingen adress hos oss. Två gånger den här terminen har en klass väntat på en lärare som inte visste om den nya tiden.',
    affected: '35 timlärare på våra kurser i musik och juridik, och deras studenter.',
    workaround: 'Vår administratör ringer runt, när hon hinner.',
    school: 'kultur-samhalle',
    areas: ['utbildningsadministration', 'infrastruktur'],
    by: 'Cecilia Mårtensson',
    came: -96,
    steps: [
      [-95, 'take'],
      [
        -88,
        'coordinate',
        {
          ...ua,
          actualNeed: 'Att schemaändringar går som sms eller mejl till den adress som läraren har lämnat.',
          whyItArose: 'Schemasystemet känner bara dem som har ett konto.',
          departments: ['it'],
          size: 'M',
        },
      ],
      [-84, 'raise'],
      [
        -77,
        'advise',
        {
          advice: 'do',
          priority: 'high',
          goals: ['assignment'],
          reason: 'Inställd undervisning drabbar studenterna direkt.',
        },
      ],
      [-74, 'approve', {}, 'studentservice'],
      [
        -70,
        'decline',
        {
          reason:
            'Privata telefonnummer får inte läggas in i schemasystemet utan ett avtal. Vi har ingen som kan ta fram det nu.',
        },
        'it',
      ],
      [-66, 'return', { reason: 'Vi undersöker om gästkonton kan användas i stället för privata nummer.' }],
      [
        -40,
        'coordinate',
        {
          ...ua,
          actualNeed: 'Gästkonton för timlärare, med en adress som schemasystemet kan skicka till.',
          whyItArose: 'Ett konto kräver i dag en anställning på minst tre månader.',
          departments: ['it'],
          size: 'M',
        },
      ],
      [-36, 'raise'],
      [
        -22,
        'advise',
        {
          advice: 'do',
          priority: 'high',
          goals: ['assignment', 'goals'],
          reason: 'Gästkonton löser det som it-avdelningen hade invändningar mot.',
        },
      ],
      [-19, 'approve', {}, 'studentservice'],
      [
        -4,
        'decline',
        { reason: 'Fler gästkonton ökar risken för intrång. Vi vill först ha tvåstegsinloggning på plats.' },
        'it',
      ],
    ],
  },
  {
    title: 'Avgiftsskyldiga studenter registreras för sent',
    problem:
      'Studenter som betalar studieavgift kan inte registreras förrän betalningen har bokförts. Det tar upp till tolv dagar, och under tiden kommer de inte in i lärplattformen.',
    affected: '85 masterstudenter i data- och energiteknik.',
    cause: 'Betalningar stäms av för hand två gånger i månaden.',
    deadline: 'term-start',
    school: 'information-teknik',
    areas: ['utbildningsadministration'],
    by: 'Amir Rahimi',
    came: -19,
    steps: [
      [-18, 'take'],
      [
        -17,
        'ask',
        { question: 'Har studenterna tillgång till något kursmaterial innan de är registrerade?' },
      ],
      [-16, 'answer', { answer: 'Nej. Kursansvariga mejlar ut föreläsningarna till dem.' }],
      [
        -3,
        'coordinate',
        {
          ...ua,
          actualNeed: 'Daglig avstämning av studieavgifter, så att registreringen kan göras samma dag.',
          whyItArose: 'Rutinen är från den tid då vi hade tio betalande studenter.',
          departments: ['ledning-ekonomi'],
          size: 'S',
        },
      ],
    ],
  },
  {
    title: 'Antagningsbesked till senare del av program kommer för sent',
    problem:
      'Besked om antagning till termin 3 och senare kommer en vecka före terminsstarten. Studenter som ska flytta eller säga upp ett arbete hinner inte.',
    affected: 'Omkring 60 lärarstudenter som söker till senare del av program varje termin.',
    school: 'lararutbildning',
    areas: ['utbildningsadministration'],
    by: 'Ulrika Fransson',
    came: -2,
    steps: [],
  },
  {
    title: 'Studenter får olika besked om studieuppehåll',
    problem:
      'Regler för studieuppehåll står på tre ställen på webben och säger olika saker. Studievägledarna svarar efter den text som de själva brukar läsa.',
    affected: 'Omkring 300 studenter per år, och alla studievägledare.',
    effect: 'Tre studenter förlorade sin plats förra året, trots att de hade fått ett ja.',
    school: 'halsa-valfard',
    areas: ['utbildningsadministration'],
    by: 'Eva Ström',
    came: -42,
    steps: [
      [-41, 'take'],
      [
        -30,
        'coordinate',
        {
          ...ua,
          actualNeed: 'En beslutad text om studieuppehåll på ett ställe, som alla andra sidor länkar till.',
          whyItArose: 'Ingen ansvarar för att rensa bort gamla texter när en regel ändras.',
          departments: ['kommunikation'],
          size: 'S',
        },
      ],
      [-27, 'raise'],
      [
        -11,
        'advise',
        {
          advice: 'do',
          priority: 'medium',
          goals: ['assignment'],
          insteadOf: ['Utbildning av tentamensvakter i digital tentamen'],
        },
      ],
      [-9, 'approve', {}, 'kommunikation'],
    ],
  },
  {
    title: 'Kursutbudet matas in i fyra system',
    problem:
      'När en kurs ska ges läggs den in i Ladok, i schemasystemet, på webben och i lärplattformen. Uppgifterna skiljer sig snart åt, och vi letar fel i stället för att planera.',
    affected: 'Utbildningsadministratörerna på alla institutioner, hos oss sex personer.',
    cause: 'Systemen har var sin förvaltning.',
    effect: 'Vi lägger ungefär 400 timmar per år på att skriva in samma sak.',
    goal: 'Att en kurs skrivs in en gång och sedan hämtas av de andra systemen.',
    school: 'sprak-litteratur-larande',
    areas: ['utbildningsadministration'],
    by: 'Annika Forsell',
    came: -120,
    steps: [
      [-119, 'take'],
      [
        -108,
        'coordinate',
        {
          ...ua,
          actualNeed: 'Ladok som källa för kursutbudet, med överföring till schema, webb och lärplattform.',
          whyItArose: 'Varje system har lösts för sig i femton år.',
          departments: ['it', 'kommunikation'],
          size: 'L',
        },
      ],
      [-104, 'raise'],
      [
        -92,
        'advise',
        {
          advice: 'do',
          priority: 'high',
          goals: ['strategy', 'goals'],
          reason: 'Sparar tid på alla institutioner, och är en förutsättning för flera andra behov.',
        },
      ],
      [-90, 'approve', {}, 'it'],
      [-88, 'approve', {}, 'kommunikation'],
      [-86, 'approve'],
      [-80, 'start', { plannedEnd: 60 }],
      [
        -35,
        'comment',
        { text: 'Överföringen till schemat är i drift. Webben kommer härnäst.', audience: 'submitter' },
      ],
    ],
  },
  {
    title: 'Kön till studievägledningen är fem veckor vid terminsstarten',
    problem:
      'Tider hos studievägledaren bokas långt i förväg, och många dyker inte upp. De som har bråttom får ingen tid.',
    affected: 'Nya studenter på samtliga program, och de tolv studievägledarna.',
    cause: 'Det finns ingen påminnelse, och en tid kan inte avbokas på webben.',
    school: 'kultur-samhalle',
    areas: ['utbildningsadministration'],
    by: 'Birgitta Lundqvist',
    came: -58,
    steps: [
      [-57, 'take'],
      [
        -48,
        'coordinate',
        {
          ...ua,
          actualNeed: 'Tidsbokning med påminnelse och avbokning, och drop-in under terminens första månad.',
          whyItArose: 'Bokningen görs i ett formulär som bara skickar ett mejl.',
          size: 'S',
        },
      ],
      [-45, 'bypass', { reason: 'one-department' }],
      [-3, 'approve'],
    ],
  },
  {
    title: 'Examensbevis bör kunna hämtas digitalt',
    problem:
      'Examensbevis skickas med post till den adress som studenten hade vid ansökan. Var tionde kommer tillbaka, och vi letar efter nya adresser.',
    affected: 'Alla som tar ut examen, cirka 1 900 per år.',
    workaround: 'Vi lägger breven i en låda och väntar på att någon hör av sig.',
    school: 'halsa-valfard',
    areas: ['utbildningsadministration'],
    by: 'Lena Hallberg',
    came: -112,
    steps: [
      [-110, 'take'],
      [
        -101,
        'coordinate',
        {
          ...ua,
          actualNeed: 'Elektroniskt underskrivna examensbevis som studenten hämtar själv.',
          whyItArose: 'Underskriften måste i dag göras för hand.',
          departments: ['ledning-ekonomi'],
          size: 'M',
        },
      ],
      [-97, 'raise'],
      [
        -85,
        'advise',
        {
          advice: 'later',
          priority: 'medium',
          goals: ['strategy'],
          reason: 'Ladokkonsortiet har en gemensam lösning på gång.',
        },
      ],
      [
        -82,
        'approve',
        { reason: 'Arkivet är berett. Vi säger ja för vår del, också om det dröjer.' },
        'ledning-ekonomi',
      ],
      [
        -80,
        'defer',
        { reason: 'Vi väntar på konsortiets lösning, som väntas komma under året.', reviewDate: 55 },
      ],
    ],
  },
  {
    title: 'Egen app för studenternas schema',
    problem:
      'Studenterna tycker att schemat är svårt att läsa i telefonen. De vill ha en app från högskolan.',
    affected: 'Alla studenter som läser på campus.',
    goal: 'Att schemat ser bra ut i en telefon.',
    school: 'information-teknik',
    areas: ['utbildningsadministration'],
    by: 'Viktor Engman',
    came: -140,
    steps: [
      [-138, 'take'],
      [
        -130,
        'coordinate',
        {
          ...ua,
          actualNeed: 'Ett schema som går att läsa i telefonen.',
          whyItArose: 'Schemasystemets webbsida är gjord för stora skärmar.',
          departments: ['it'],
          size: 'L',
        },
      ],
      [-127, 'raise'],
      [
        -118,
        'advise',
        {
          advice: 'dont',
          priority: 'low',
          reason: 'Schemat kan läggas i telefonens egen kalender. Det vet få om.',
          dissent: 'Studentkårens representant tycker att en app ändå bör prövas.',
        },
      ],
      [
        -115,
        'decline',
        {
          reason:
            'Schemat går redan att prenumerera på i telefonens kalender. Vi informerar bättre om det i stället.',
        },
      ],
    ],
  },
  {
    title: 'Samtalsstöd för studenter med tentamensångest',
    problem:
      'Flera studenter i termin 1 berättar att de inte kan gå till tentamen. Våra lärare vet inte vart de ska hänvisa dem.',
    affected: 'Uppskattningsvis 20 studenter varje termin.',
    school: 'halsa-valfard',
    areas: ['utbildningsadministration'],
    by: 'Sara Blomberg',
    came: -52,
    steps: [
      [-51, 'take'],
      [
        -49,
        'refer',
        {
          referredTo: 'Studenthälsan',
          reason:
            'Studenthälsan har en grupp för tentamensångest varje termin. De kontaktar er den här veckan.',
        },
      ],
    ],
  },
  {
    title: 'Registrering på kurs bör kunna göras en vecka senare',
    problem:
      'Studenter som antas som reserver hinner inte registrera sig innan perioden är slut. Vi öppnar registreringen för var och en.',
    affected: 'Omkring 110 reserver per termin på lärarprogrammen.',
    cause: 'Perioden är lika lång för reserver som för alla andra.',
    school: 'lararutbildning',
    areas: ['utbildningsadministration'],
    by: 'Maria Sandell',
    came: -128,
    steps: [
      [-127, 'take'],
      [
        -122,
        'coordinate',
        {
          ...ua,
          actualNeed: 'En egen registreringsperiod för reserver.',
          whyItArose: 'Antalet reserver har fördubblats sedan antagningen ändrades.',
          size: 'S',
        },
      ],
      [-120, 'bypass', { reason: 'one-department' }],
      [-117, 'approve'],
      [-110, 'start', { plannedEnd: -70 }],
      [
        -72,
        'complete',
        {
          outcome:
            'Reserver registrerar sig från och med nu till och med tredje veckan. Vi öppnar inget för hand längre.',
        },
      ],
      [-50, 'evaluate', { solved: 'yes', words: 'Det märktes direkt. Tack!' }],
    ],
  },
  {
    title: 'Intyg till Försäkringskassan skrivs för hand',
    problem:
      'Studenter som är sjukskrivna behöver ett intyg om sina studier. Vi skriver det i ett ordbehandlingsprogram, och det ser olika ut varje gång.',
    affected: 'Cirka 40 studenter per termin.',
    school: 'sprak-litteratur-larande',
    areas: ['utbildningsadministration'],
    by: 'Mikael Dahlin',
    came: -88,
    steps: [
      [-87, 'take'],
      [
        -80,
        'coordinate',
        {
          ...ua,
          actualNeed: 'En mall för intyg, som fylls med uppgifter ur Ladok.',
          whyItArose: 'Försäkringskassan har ändrat vad intyget ska innehålla.',
          size: 'S',
        },
      ],
      [-78, 'raise'],
      [-70, 'advise', { advice: 'do', priority: 'low', goals: ['assignment'] }],
      [-66, 'approve'],
      [-60, 'start', { plannedEnd: -20 }],
      [-13, 'complete', { outcome: 'Mallen ligger i Ladok, under intyg. Den tar två minuter att fylla i.' }],
    ],
  },
];
