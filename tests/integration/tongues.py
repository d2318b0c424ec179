"""Four articles of our own in four languages, fifteen sentences and more each, as a paper would have them."""

from __future__ import annotations

GERMAN = (
    "Stadt sperrt alte Elbbrücke nach Rissen im Pfeiler",
    "Die Stadt Lindenau hat am Montag die alte Elbbrücke für den gesamten Verkehr gesperrt. Taucher hatten bei einer "
    "Prüfung zwei tiefe Risse im östlichen Pfeiler gefunden. Über die Brücke fahren nach Angaben des Bauamts täglich "
    "rund 14.000 Autos und 900 Lastwagen.\n\n"
    "„Wir haben lieber eine leere Brücke als eine, die nachts in den Fluss fällt“, sagte Bürgermeisterin Hanna Brandt. "
    "Sie hatte noch im Januar erklärt, das Bauwerk sei sicher. Der Verkehr wird nun über die Umgehungsstraße bei Sorn "
    "geleitet, was die Fahrt um 25 Minuten verlängert.\n\n"
    "Die Sanierung soll nach ersten Schätzungen 3,4 Millionen Euro kosten. Am 12. März wird der Stadtrat über einen "
    "Kredit für die Arbeiten abstimmen. Die Handelskammer warnte vor Schäden für die Betriebe im Hafen. „Jeder Tag "
    "kostet uns Geld und Kunden“, sagte ihr Sprecher Jens Vogt.\n\n"
    "Seit dem Hochwasser von 2019 hatten Fachleute immer wieder vor dem Zustand der Brücke gewarnt. Das Land hatte "
    "Zuschüsse mehrfach abgelehnt. Dabei sei man immer von einer Lebensdauer von hundert Jahren ausgegangen. Die "
    "Fähre bei Wehlen fährt ab Mittwoch im Takt von zehn Minuten. Bis Ende Juni sollen die Pfeiler mit Stahl "
    "verstärkt werden.\n\n"
    "Lesen Sie auch: Fähre bei Wehlen bekommt neuen Anleger\n\n"
    "Foto: Hafenarchiv",
)
FRENCH = (
    "Le vieux pont de Valmer fermé après la découverte de fissures",
    "La ville de Valmer a fermé lundi le vieux pont à toute circulation. Des plongeurs avaient découvert deux fissures "
    "profondes dans le pilier est lors d'une inspection. Quelque 14 000 voitures et 900 camions empruntent chaque jour "
    "l'ouvrage, selon les services techniques.\n\n"
    "« Nous préférons un pont vide à un pont qui tombe la nuit dans le fleuve », a déclaré la maire Hélène Barrault. "
    "Elle avait encore assuré en janvier que l'ouvrage était sûr. Les véhicules sont désormais déviés par la route de "
    "Sorne, ce qui allonge le trajet de 25 minutes.\n\n"
    "Les travaux devraient coûter 3,4 millions d'euros, selon une première estimation. Le 12 mars, le conseil "
    "municipal votera un emprunt pour les financer. La chambre de commerce redoute des pertes pour les entreprises du "
    "port. « Chaque jour nous coûte de l'argent et des clients », a regretté son président, Marc Delcourt.\n\n"
    "Depuis la crue de 2019, des experts avaient plusieurs fois alerté sur l'état du pont. La région avait refusé "
    "d'accorder des subventions. Cela n'avait pourtant surpris personne au conseil. Le bac de Vernay circulera toutes "
    "les dix minutes à partir de mercredi. D'ici à la fin du mois de juin, les piliers seront renforcés avec de "
    "l'acier.\n\n"
    "Lire aussi : Le bac de Vernay aura un nouvel embarcadère\n\n"
    "Abonnez-vous à notre lettre d'information",
)
SPANISH = (
    "Cierran el puente viejo de Almera por grietas en un pilar",
    "El Ayuntamiento de Almera cerró el lunes el puente viejo a todo el tráfico. Unos buzos habían encontrado dos "
    "grietas profundas en el pilar oriental durante una inspección. Cada día cruzan el puente unos 14.000 coches y 900 "
    "camiones, según los servicios técnicos.\n\n"
    "«Preferimos un puente vacío a uno que se caiga de noche al río», dijo la alcaldesa Elena Barrera. Ella misma "
    "había asegurado en enero que la obra era segura. Los vehículos son desviados por la carretera de Sorna, lo que "
    "alarga el viaje 25 minutos.\n\n"
    "Las obras costarán 3,4 millones de euros, según una primera estimación. El 12 de marzo, el pleno municipal votará "
    "un préstamo para pagarlas. La cámara de comercio teme pérdidas para las empresas del puerto. «Cada día nos cuesta "
    "dinero y clientes», lamentó su presidente, Marcos Delgado.\n\n"
    "Desde la riada de 2019, los expertos habían advertido varias veces del estado del puente. La región había negado "
    "las ayudas. Sin embargo, nadie en el pleno se mostró sorprendido. El transbordador de Vernal circulará cada diez "
    "minutos a partir del miércoles. Antes de finales de junio, los pilares serán reforzados con acero.\n\n"
    "Lea también: El transbordador de Vernal tendrá un nuevo muelle",
)
TURKISH = (
    "Almera'daki eski köprü ayaktaki çatlaklar nedeniyle kapatıldı",
    "Almera Belediyesi eski köprüyü pazartesi günü bütün trafiğe kapattı. Dalgıçlar bir denetim sırasında köprünün "
    "doğu ayağında iki derin çatlak bulmuştu. Belediyenin verdiği bilgiye göre köprüden her gün 14.000 otomobil ve 900 "
    "kamyon geçiyor.\n\n"
    "Belediye Başkanı Elif Barlas, “Gece nehre düşen bir köprüdense boş bir köprüyü yeğleriz” dedi. Başkan, yapının "
    "güvenli olduğunu ocak ayında söylemişti. Araçlar artık yolculuğu 25 dakika uzatan Sorna yoluna "
    "yönlendiriliyor.\n\n"
    "İlk tahminlere göre onarım 3,4 milyon avroya mal olacak. Belediye meclisi 12 Mart'ta onarım için alınacak krediyi "
    "oylayacak. Ticaret odası limandaki işletmelerin zarar görmesinden endişe ediyor. Odanın başkanı Murat Delen, “Her "
    "gün bize para ve müşteri kaybettiriyor” diye konuştu.\n\n"
    "Uzmanlar 2019'daki selden bu yana köprünün durumu konusunda defalarca uyarıda bulunmuştu. Bölge yönetimi yardım "
    "istemlerini geri çevirmişti. Ancak mecliste kimse buna şaşırmadı. Vernal feribotu çarşambadan itibaren on "
    "dakikada bir sefer yapacak. Köprünün ayakları haziran sonuna kadar çelikle güçlendirilecek.\n\n"
    "Ayrıca okuyun: Vernal feribotuna yeni iskele yapılıyor",
)
TONGUES = {"de": GERMAN, "fr": FRENCH, "es": SPANISH, "tr": TURKISH}

# With what trips a reader of other languages up: abbreviations, ordinals, initials, split and continued quotations,
# openings that hang on what is before them, a question to the reader, a paper's word about itself.
GERMAN_HARD = (
    "Landtag streitet über Gesetz zum Schutz der Moore",
    "Der Landtag von Nordmark hat am Donnerstag in 1. Lesung über das Moorgesetz beraten. Umweltminister Dr. Karl H. "
    "Weber (Grüne) verteidigte den Entwurf, der u. a. ein Verbot neuer Gräben vorsieht. „Wer Moore trockenlegt“, sagte "
    "Weber, „der heizt das Klima an.“ Die Opposition lehnt das Vorhaben ab.\n\n"
    "Er verwies auf Gutachten der Universität, wonach ca. 2,5 Prozent der Landesfläche betroffen sind. Das sei "
    "vertretbar, so der Minister. Doch die Bauern sehen das anders. „Uns fragt ja niemand“, klagte Bauernpräsidentin "
    "Anna Petersen vor dem Landtag. „Dabei leben wir seit Generationen davon.“\n\n"
    "Was halten Sie davon? Nach Angaben des Ministeriums sind rund 1.200 Höfe betroffen. Sie sollen einen Ausgleich "
    "von bis zu 40 Mio. Euro im Jahr erhalten. Die 2. Lesung ist für den 23. April geplant. Vor der Sommerpause soll "
    "das Gesetz in Kraft treten.\n\n"
    "Seit 1990 hat das Land etwa ein Drittel seiner Moore verloren. Ein erster Anlauf für ein Gesetz war 2017 am "
    "Widerstand der damaligen Regierung gescheitert. Unsere Redaktion hat mit Betroffenen gesprochen. Mehr dazu lesen "
    "Sie hier.",
)
FRENCH_HARD = (
    "Le Parlement de Norvie débat de la loi sur les marais",
    "Le Parlement de Norvie a examiné jeudi en 1re lecture la loi sur les marais. M. Jean-Luc P. Morel, ministre de "
    "l'Environnement, a défendu un texte qui interdit de creuser de nouveaux fossés. « Assécher un marais, a dit M. "
    "Morel, c'est réchauffer le climat. » L'opposition rejette le projet.\n\n"
    "Il s'est appuyé sur une étude de l'université, selon laquelle 2,5 % du territoire sont concernés. Ce n'est pas "
    "excessif, a-t-il ajouté. Mais les agriculteurs ne sont pas de cet avis. « Personne ne nous a demandé notre avis "
    "», a déploré Anne Pétrin, présidente du syndicat agricole. « Nous vivons de ces terres depuis des "
    "générations. »\n\n"
    "Et vous, qu'en pensez-vous ? Près de 1 200 fermes seraient touchées, d'après le ministère. Elles devraient "
    "recevoir jusqu'à 40 millions d'euros par an. La 2e lecture est prévue le 23 avril. La loi devrait entrer en "
    "vigueur avant l'été.\n\n"
    "Depuis 1990, le pays a perdu près d'un tiers de ses marais. Un premier projet de loi avait échoué en 2017 face au "
    "refus du gouvernement d'alors. Notre rédaction a rencontré des familles. Cliquez ici pour en savoir plus.",
)
SPANISH_HARD = (
    "El Parlamento de Norvia debate la ley de los humedales",
    "El Parlamento de Norvia debatió el jueves en primera lectura la ley de los humedales. El ministro de Medio "
    "Ambiente, el Sr. Carlos H. Vera, defendió un texto que prohíbe abrir nuevas zanjas. «Quien seca un humedal», dijo "
    "Vera, «calienta el clima». La oposición rechaza el proyecto.\n\n"
    "Él citó un estudio de la universidad según el cual está afectado el 2,5 % del territorio. Eso es asumible, añadió "
    "el ministro. Pero los agricultores no lo ven así. «A nosotros nadie nos pregunta», lamentó Ana Petrel, presidenta "
    "de la unión agraria. «Vivimos de estas tierras desde hace generaciones».\n\n"
    "¿Y usted qué opina? Según el ministerio, unas 1.200 fincas resultarán afectadas. Estas recibirán hasta 40 "
    "millones de euros al año. La segunda lectura está prevista para el 23 de abril. La ley entrará en vigor "
    "antes del verano.\n\n"
    "Desde 1990 el país ha perdido cerca de un tercio de sus humedales. Un primer proyecto había fracasado en 2017 por "
    "la negativa del Gobierno de entonces. Nuestra redacción habló con las familias. Haga clic aquí para saber más.",
)
TURKISH_HARD = (
    "Norvia Meclisi sulak alanlar yasasını görüşüyor",
    "Norvia Meclisi perşembe günü sulak alanlar yasasını ilk kez görüştü. Çevre Bakanı Prof. Dr. Kemal H. Vural, yeni "
    "hendek açılmasını yasaklayan tasarıyı savundu. “Bir bataklığı kurutan” dedi Vural, “iklimi ısıtır.” Muhalefet "
    "tasarıya karşı çıkıyor.\n\n"
    "O, ülke topraklarının yüzde 2,5'inin etkilendiğini söyleyen bir araştırmayı örnek gösterdi. Bu kabul edilebilir, "
    "diye ekledi bakan. Ama çiftçiler böyle düşünmüyor. Çiftçiler Birliği Başkanı Aylin Petek, “Bize soran yok” diye "
    "yakındı.\n\n"
    "Siz ne düşünüyorsunuz? Bakanlığa göre 1.200 dolayında çiftlik etkilenecek. Bunlara yılda 40 milyon avroya kadar "
    "destek verilecek. İkinci görüşme 23 Nisan'da yapılacak. Yasanın yaz gelmeden yürürlüğe girmesi bekleniyor.\n\n"
    "Ülke 1990'dan bu yana sulak alanlarının üçte birini yitirdi. İlk tasarı 2017'de dönemin hükümetinin direnciyle "
    "karşılaşmıştı. Haberin devamı için tıklayın.",
)
HARD = {"de": GERMAN_HARD, "fr": FRENCH_HARD, "es": SPANISH_HARD, "tr": TURKISH_HARD}
