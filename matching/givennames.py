"""Given names: what tells "Dora Pell" from "Planned Growth", and "he" from "she".

Women's and men's names of the United States census of 1990 that are frequent there, and everyday given names of other
languages. A name that both bear, the rarer use more often than one time in six, is in `EITHER`. Names that are everyday
words or places are left out. Lower case; an accent may be missing.

Source: U.S. Census Bureau, "Frequently Occurring Surnames and First Names" (1990), a work of the United States government
and in the public domain.
"""

from __future__ import annotations

from matching.wordlists import word_set

MEN = word_set(
    """
    aaron abdel abdul abdullah abe abel abraham adam adan adolfo adolph adrian adrián agustin agustín ahmad
    ahmed ahmet ajay akira al alain alan alasdair albert alberto alden aldo alejandro aleksandr alessandro
    alex alexander alexandr alexei alfie alfonso alfonzo alfred alfredo ali alistair allan allen alonzo
    alphonse alphonso alton alvaro alvin amit amos anand anatoly anders anderson andre andreas andrei andres
    andrew andrzej andrés andy angelo anil anthony antoine anton antonio antony antwan archie armand armando
    armin arnold arnulfo aron arron art arthur artur arturo arun arvind ashok ashraf asif august aurelio
    austin avery avigdor babajide barack barney barry bart barton bashar basil beau ben benedikt benito
    benjamin bennett benny benoit benoît beppe bernard bernardo bernd bert beto bilal bill billy binyamin
    bjorn björn blaine blake bob bobby booker boris boyd brad bradford bradley brady brain branden brandon
    brant brendan brent brenton bret brett brian brock brooks bruce bruno bryan bryant bryce bryon buddy
    buford burt burton byron bülent caleb callum calvin cameron carl carlo carlos carlton carmelo carmine
    carson carter cecil cedric cem cesar chad chadwick charles charley charlie chase chester chidi chris
    christian christoper christophe christopher chuck ciaran clarence clark claude clay clayton clement
    cleveland cliff clifford clifton clint clinton clive clyde cody colby cole coleman colin collin conor
    conrad corey cormac cornelius cornell cory coy craig crispin curt curtis cyril cyrus césar dafydd dale
    dalton damian damien damián damon dan dane danial daniel danny dante daren darin darius darnell darrel
    darrell darren darrin darryl darwin daryl dave david davis dean deandre declan deepak delbert delmar
    demetrius denis dennis denny deon derek derick derrick desmond devin dewayne dewey dewitt dexter dick
    didier diego dieter dino dion dirk dmitri dmitry domingo dominic dominick dominik don donald donnell
    donnie donny donovan doug douglas doyle drew duane dudley duncan dustin dwayne dwight dylan eamon earl
    earle earnest ed eddie eddy edgar edmond edmund edouard eduardo edward edwardo edwin efrain efren ehud
    elbert eldon eli elias eliezer elijah eliseo elliot elliott ellis elmer elmo eloy elton elvin elvis elwood
    emanuel emeka emerson emery emil emile emilio emmanuel emmett emory enda enrico enrique eoin eric erich
    erick erik ernest ernesto ernie errol ervin erwin esteban ethan etienne euan eugene eugenio evan everett
    everette evgeny evo ewan ewen ezra fabian fabián faisal federico felipe felix ferdinand fergus fernando
    fethullah fidel finbar fletcher florian floyd forrest francisco francois frank frank-walter franklin franz
    françois fred freddie freddy frederic frederick fredrick fredrik freeman friedrich fritz frédéric fumio
    fyodor félix gabor gabriel galen ganesh gareth garland garrett garry garth gary gastón gavin genaro gene
    gennady geoffrey george gerald gerard gerardo gerhard germán gethin geun-hye gil gilad gilbert gilberto
    giles gilles giorgio giovanni giuseppe glen glenn gonzalo goodluck gopal gordon grady graeme graham grant
    greg gregg gregorio gregory grigory grover guillaume guillermo gunnar gunter gunther gus gustavo guy
    gyorgy gérard günter günther hakan hal hamid hamish hank hans hans-peter hao harish harlan harley harold
    harris harrison harry haruki harvey hassan heath hector heiko heinz helmut henri henrik henry herbert
    heriberto herman hernán herschel hershel herve hervé hiram hiroshi holger homer horace horst hossein
    howard hu hubert hugh hugo humberto hunter hussein huw håkan héctor iain ian ibrahim ichiro ignacio igor
    iker ilya imran ion ira irvin irving irwin isaac isaiah isiah isidro ismael ismail issac istvan ivan iván
    iñigo jack jackson jacob jacques jae-in jake jakob jamaal jamal jamar jame jamel james jared jaroslaw
    jarrett jarrod jarvis jason jasper javier jay jayson jean-claude jean-françois jean-louis jean-luc
    jean-marc jean-marie jean-michel jean-pierre jean-yves jeb jeff jefferson jeffery jeffrey jeffry jens
    jerald jeremiah jeremy jermaine jerold jerome jerrod jerry jess jesse jesus jesús jian jim jimmy jinping
    jintao jiri joaquin joaquín joe joel joerg joesph joey johan john johnathan johnathon johnny jon jonas
    jonathan jonathon jong-il jong-un jordi jorg jorge jose josef josep joseph josh joshua josiah josue josé
    juan juergen jules julian julien julio julius julián jun junichiro junior jurgen justin jérôme jörg jürgen
    kai kareem karim karl karl-heinz kazuo keith kelvin ken kendrick kenji kenneth kennith kenny kent keqiang
    kermit kevin khalid ki-moon kieth kirill kirk klaus kofi koji konstantin krishna kristopher krzysztof kurt
    kurtis kwame kyle lamar lamont lance landon lanny larry lars laszlo laurent lawrence lazaro lech lei
    leland lemuel lenny leo leon leonard leonardo leonel leonid leopoldo leroy les lester levi lewis liam
    lincoln linwood lionel lloyd logan lon lonnie loren lorenzo louie louis lowell loyd luc luca lucas luciano
    lucien lucio luigi luis lukas luke luther lyle lyman mack magnus mahmoud makoto malcolm malte manfred
    manoj manuel marc marcel marcelino marco marcos marcus margarito mariano mario mark markus marlin marlon
    marquis marshall martin marty martín marvin masahiro mason massimo mateusz mathew mathieu mats matt matteo
    matthew matthias maurice mauricio max maxim maxime maxwell maynard mehmet melvin menachem merlin merrill
    mervin micah michael micheal michel micheál mick miguel mikael mike mikhail miles milford millard milos
    milton min-ho mitch mitchel mitchell mitt mo mohamed mohammad mohammed moises monroe monte monty moritz
    morris morton moses moshe muhammad muhammadu murat murray mustafa mykola myles myron naftali naoto
    napoleon narendra nasser nate nathan nathaniel neal ned neil nelson nestor newt niall nicholas nick
    nickolas nicolae nicolas nicolás nigel nikhil nikolai nils noah noe nolan norbert norberto norman normand
    norris octavio olaf oleg oleksandr oleksiy oliver olivier olof olusegun omar oriol orlando orville osama
    oscar osvaldo otis otto owen pablo padraig paolo parker pascal pasquale patrick paul pavel pedro per percy
    pere perry pete peter petr petro phil philip philippe phillip pierre piers pietro piotr pranab preston
    pyotr quentin quincy quinton radoslaw rafael rahul raila rainer rajesh rajiv rakesh ralf ralph ramiro
    ramon ramón rand randal randall randell randolph randy raphael rashid raul ravi ray raymond raymundo raúl
    recep reed reggie reginald reid reinaldo reince remi rené reuben rex reynaldo rhys ricardo rich richard
    rick rickey rickie ricky rico rigoberto riley rob robby robert roberto rocco rocky rod roderick rodger
    rodney rodolfo rodrick rodrigo rogelio roger rohit roland rolando rolf roman romano romeo ron ronald
    ronnie ronny roosevelt rory roscoe rosendo ross roy royce ruben rubin rudolph rudy rufus rupert ruslan
    russ russel russell rusty ryan rémi sachin saeed salman salvador salvatore sam sammy samuel sanford sanjay
    santiago satoshi saul scot scott scottie scotty seamus sean sebastian sebastien sebastián selahattin serge
    sergei sergey sergio seth seymour shane shashi shaun shawn sheldon shelton sherman shimon shinzo shinzō
    sid sidney sigmar silas silvio simon simón solomon sonny spencer stan stanislav stanley stefan stephan
    stephane stephen steve steven stewart stig stu stuart stéphane subramanian sung-ho suresh sven sylvain
    sylvester sébastien süleyman takeshi tao tariq taro tarquin ted teddy terence terrance terrell terrence
    thabo thad thaddeus theodore theron thibault thierry thomas thorsten thurman tim timmy timothy timur
    tobias todd tom tomas tomasz tommy tony torsten traian travis trent trenton trevor trey tristan troy
    truman tunde ty tyler tyrone tyson uhuru ulf ulrich ulysses uwe vaclav vadim valentin valery van vance
    vasily vaughn venkat vern vernon vic vicente victor vijay vikram viktor vince vincent vinod virgil vitaly
    vito vladimir volker volodymyr víctor wade wallace walter ward warren wayne wei weldon wendell werner wes
    wesley weston wilbert wilbur wilburn wiley wilford wilfred wilfredo willard william williams willis wilmer
    wilson wilton winfred winfried winston wojciech wolfgang woodrow woody wyatt xavier xi yair yann yevgeny
    yitzhak yoshihide youssef yukio yuri yury yusuf yves zac zach zachary zachery zafar zane zbigniew zeke
    zhao zoltan álvaro ángel édouard éric étienne íñigo óscar
    """
)
"""Given names of men."""

WOMEN = word_set(
    """
    abbie abby abigail ada addie adela adelaida adelaide adele adelina adeline adell adriana adrianna adrianne
    adrienne adèle agatha agnes agnès aida aileen aimee aisha akiko alaina alana alba alberta alda alecia
    alejandra alene aleta aletha alexa alexandra alexandria alfreda alice alicia alina aline alisa alisha
    alison alissa alisyn allene allie allison allyson alma alpha alta altagracia althea alvina alyce alyson
    alyssa amalia amanda amber amelia amelie ami amie amparo amy amélie ana anastasia anaïs andra andria
    angela angelia angelica angelika angelina angeline angelique angelita angie anissa anita anja anjali anke
    ann anna anna-lena annabelle annalena annamarie anne anne-marie annegret annemarie annetta annette annie
    annmarie antionette antje antoinette antonette antonia aoife april araceli aretha ariana arleen arlene
    arline ashlee ashleigh ashley astrid athena audra audrey augusta aura aurelia aurora ava avis ayelet
    baerbel barb barbara barbra beate beatrice beatriz becky begoña belen belinda bella belle belva benazir
    benita bernadette bernadine bernice berniece bernita berta bertha bertie beryl bess bessie beth bethany
    betsy bette bettie bettina betty bettye beulah beverley beverly bianca birdie birgit birgitta blanca
    blanch blanche bobbi bobbie bonita bonnie brandi brandie brandy breanna brenda brenna briana brianna
    brianne bridget bridgett bridgette brigette brigitte britney britta brittany brittney brook brooke bärbel
    caitlin callie camilla camille candace candi candice candida candy cara caren cari caridad carissa carla
    carlene carlotta carly carman carmel carmela carmelita carmella carmen carol carole carolina caroline
    carolyn carrie caryn casandra cassandra cassie catalina catharine catherine cathie cathleen cathrine
    cathryn cathy catina catrina catriona cecelia cecile cecilia celeste celestine celia celina celine chanda
    chandra chanel chantal chantel charisse charla charleen charlene charline charlotte charmaine chasity
    chelsea chelsey cheri cherie cheryl chiara chiquita chloe chrissy christa christal christen christi
    christiane christie christin christina christine christy chrystal ciara cindi cindy claire clara clare
    clarice clarissa claudette claudia claudine clementine clémence coleen colette colleen collette concetta
    condoleezza connie constance consuelo cora cordelia cori corina corine corinne cornelia corrie corrine
    cortney cristina cristy crystal cynthia cécile céline dagmar daisy dalia damaris danelle danette daniela
    danielle danita danna daphne dara darcy darla darleen darlene dawn dawna dayna deana deann deanna deanne
    debbie debby debi debora deborah debra debrah deena deidra deidre deirdre delfina delia delilah della
    delma delois delores deloris delphine demetria dena denice denise desiree dessie destiny dian diana diane
    diann dianna dianne dilma dina dinah dionne dixie dollie dolly dolores dominga dona donita donna dora
    dorcas doreen dorene doretha dorinda doris dorothea dorothy dorris dortha dorthy dottie dovie dulce
    earlene earline earnestine ebony edith edna edwina edythe effie eileen eilidh ekaterina elaine elba elda
    eleanor eleanore elena elenor elia elida elinor elisa elisabeth elise elissa eliza elizabeth elizebeth
    elke ella ellen ellie elma elnora elodie eloisa eloise elouise elsa elsie elva elvia elvira elyse emilia
    emilie emily emma enid erica ericka erika erin erlinda erma erna ernestina ernestine esmeralda esperanza
    essie estela estella estelle ester esther ethel etta eugenia eula eulalia eunice eva evangelina evangeline
    eve evelyn evette fabienne fabiola faith fang fannie fanny fatima fawn fay faye federica felecia felicia
    felicita fern filomena fiona flor flora florence florine flossie floy fran frances francesca francine
    francisca francoise franziska françoise frauke freda freida frieda gabriela gabriele gabriella gabrielle
    gail galina gay gaye gayla gayle gena genevieve geneviève genoveva georgette georgiana georgianna georgie
    georgina geraldine gerda geri germaine gerri gertie gertrude gilda gillian gina ginger ginny giorgia
    gisela giulia gladys glenda glenna gloria golda goldie grace gracie graciela grainne gregoria greta
    gretchen griselda guillermina gussie gwen gwendolyn haley hallie hanna hannah hannelore harriet harriett
    harriette haruka hattie haydee hayley hazel heather heidi heike helen helena helene helga hellen henrietta
    herlinda herminia hester hilary hilda hildegard hillary hina holli hollie holly hope hortencia hui huma
    hélène ida idella ila ilene ilse ima imelda imogene ina indira ines inez inge ingeborg ingrid inés iola
    iona ione irene irina iris irma isabel isabell isabella isabelle iva ivanka ivette ivonne ivy jacklyn
    jaclyn jacque jacquelin jacqueline jacquelyn jacquline jade jami jana jane janeen janel janell janelle
    janet janette janice janie janina janine janis janna jannette jannie jaqueline jasmin jasmine jayme jayne
    jeana jeanette jeanie jeanine jeanna jeanne jeannette jeannie jeannine jen jena jenifer jeniffer jenna
    jennie jennifer jenny jeri jerri jesica jessica jewel jewell jill jillian jo joan joann joanna joanne
    jocelyn jodi jodie joelle johanna johnna jolene joni jonnie josefa josefina josephine josette josie jovita
    joy joyce joëlle juana juanita judi judith judy juli julia juliana julianna julianne julie juliet juliette
    june jung justina justine jutta kaitlin kaitlyn kamala kami kara karen kari karin karina karla karol karon
    karrie karyn katarina kate katelyn katharine katherine katheryn kathi kathie kathleen kathrine kathryn
    kathy katie katina katja katrin katrina katy kavita kay kaye kayla keiko keisha kelley kelli kellie
    kellyanne kelsey kendra keri kerri kerrie kerstin kesha keshia khadija kim kimberlee kimberley kimberly
    kira kirsten kisha kitty klara krista kristal kristen kristi kristie kristin kristina kristine kristy
    krystal krystle ksenia kyla kylie kyra lacey ladonna lakeisha lakesha lakisha lakshmi lan lana laquita
    lara larisa larissa lashawn lashonda latanya latasha latisha latonia latonya latosha latoya latrice
    latricia laura laureen laurel lauren lauretta lauri laurie lavonne lawanda layla lea leah leann leanna
    leanne leeann leigh leila leilani leisa lela lelia lena lenora lenore leola leona leone leonor leonora
    leora leota lesa lessie leta letha leticia letitia lettie lia libby lidia lila lilia lilian liliana
    lillian lillie lilly lily lina linda lindsay lindsey lindy ling linnie lisa lisette lissette liz liza
    lizette lizzie lois lola lolita lona lora loraine lorena lorene loretta lori lorie lorine lorna lorraine
    lorri lorrie lottie louann louella louisa louise lourdes luann luanne lucia lucie lucila lucile lucille
    lucinda lucretia lucy lucía ludmila luella luisa lula lulu lura luz lydia lyn lynda lyndsey lynette lynne
    lynnette léa ma mabel mable madeleine madeline madelyn madge madonna mae magda magdalena magdalene maggie
    mai maire mairead majorie makiko malala malinda malissa mallory mamata mamie mandi mandy manuela mara
    maranda marcela marcelina marcella marcelle marci marcia marcie marcy margaret margarete margarita marge
    margery margie margo margot margret marguerite mari maria mariah mariam marian mariana mariann marianna
    marianne maribel maricela marie marie-claude marie-france marietta marilee marilyn marilynn marina marine
    marisa marisela marisol marissa maritza marjorie marjory marla marlena marlene marlyn marlys marlène
    marnie marquita marsha marta martha martina martine marva mary maryam maryann maryanne marybeth maryellen
    maryjane marylou maría masha mathilde matilda matilde mattie maud maude maudie maura maureen maurine mavis
    maxine may maya mayme mayra meagan meaghan meena meg megan meghan megyn mei meike melania melanie melba
    melinda melisa melissa mellisa mellissa melodie melody melva melvina mercedes meredith mette mhairi mia
    micaela michaela michele michell michelle michèle migdalia mika milagros mildred millicent millie mimi
    mina mindy minerva minnie miranda miri miriam mirna missy misti misty mitzi mollie molly mona monica
    monika monique mozelle muriel myra myrna myrtis myrtle mónica nadia nadine nakia nan nanci nancy nanette
    nannie naoko naomi natalia natalie natalya natasha nathalie natividad nedra neha nelda nell nellie nelly
    nereida nettie neva niamh nichole nicki nicola nicole niki nikki nilda nina nirmala nita noelle noemi nola
    nona noor nora noreen norma octavia océane odessa odile ofelia oksana ola oleta olga olive olivia oma ona
    opal ophelia ora oralia orla paige pam pamala pamela pansy paola pascale patrica patrice patricia patsy
    patti pattie patty paula paulette paulina pauline pearl pearlie pearline peggy penelope penny perla
    pernille petra phillis philomena phoebe phuong phylis phyllis pilar polina polly pooja portia precious
    pricilla priscilla priti priya priyanka rachael racheal rachel rachelle rachida rae rafaela raisa ramona
    randi rani rania raquel raven reba rebeca rebecca rebekah regina reina rekha rena renae renata renate
    renee renita reta retha reva reyna rhea rhoda rhonda ricarda richelle rita robbin roberta robin robyn
    rochelle rocio rocío roma romona rona ronda rosa rosalba rosalee rosalia rosalie rosalina rosalind
    rosalinda rosalyn rosanna rosanne rose roseann roseanne rosella roselyn roselyne rosemarie rosemary
    rosetta rosie rosina rosita roslyn rowena roxana roxann roxanna roxanne roxie ruby rubye ruth ruthann
    ruthie sabina sabine sabrina sadako sadie sahra sallie sally salma samantha samatha samira sandi sandra
    sandrine sandy sanjuanita sanna saoirse sara sarah sasha saundra scarlett selena selina selma serena
    shameka shana shanda shanna shanon shanta shante shantel shari sharla sharlene sharon sharonda sharron
    sharyn shauna shawna shayla sheena sheila shelia shelley shelli shellie shelly sheree sheri sherri sherrie
    sherry sheryl shiela shirlene shirley shonda shreya sibylle sigrid silke silvia simone sinead siobhan sita
    smriti socorro sofia sofía solange soledad sondra sonia sonja sonya soon sophia sophie soraya stacey staci
    stacia stacie stacy starla stefanie steffi stella stephanie stephany stephenie stéphanie sue summer sunita
    sunny susan susana susanna susanne sushma susie suzan suzanna suzanne suzette svenja svetlana sybil sylvia
    sylvie ségolène tabatha tabitha tamara tameka tamela tamera tami tamika tammi tammie tammy tamra tana
    tania tanisha tanja tanya tara taryn tasha tatiana tawana tena tera teresa terese teresita teressa teri
    terra terri terrie tess tessa tessie thea theda thelma theodora theresa therese tia tiana tiara tiffani
    tiffany tillie tina tisha tomasa tomoko toni tonia tonja tonya tori tosha tracey traci tracie trena treva
    tricia trina trisha trista trudy tulsi twila twyla tyra tzipi ulla ulrike una ursula usha uta ute vada
    valarie valencia valentina valeria valerie valorie valérie vanessa veda velda velma venessa venita vera
    verda verla verna vernell vernice veronica verónica vesta vickey vicki vickie vicky victoria vikki vilma
    viola violet violeta virgie virgina virginie vivian viviana vonda véronique waltraud wanda wendi wendy
    whitney wilda wilhelmina willa wilma windy winifred winnie winnifred winona xiaoping ximena yadira yan
    yasmin yelena yesenia ying yoko yolanda yulia yuriko yvette yvonne zahra zainab zelda zella zelma zenaida
    zoe zoila zoraida zoya élisabeth élodie émilie
    """
)
"""Given names of women."""

EITHER = word_set(
    """
    alexis alva andrea angel ariel aubrey augustine bennie bernie billie blair carey carrol carroll cary casey
    clair cleo courtney dana dee devon dominique dorian elisha francis frankie gale gerry hollis jackie jaime
    jamie jan jean jessie jimmie jody johnie johnnie kasey kelly kendall kerry kirby kris lacy laurence lavern
    laverne lee lesley leslie lou lupe lynn marion merle mickey morgan nikita noel odell ollie pat rene robbie
    rosario sammie santos shannon shelby stevie taylor terry toby tommie tracy willie
    """
)
"""Given names of both."""

GIVEN = MEN | WOMEN | EITHER
"""All of them."""
